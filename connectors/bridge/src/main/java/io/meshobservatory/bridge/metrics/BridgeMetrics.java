/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.metrics;

import io.meshobservatory.bridge.result.BridgeResult;
import io.meshobservatory.bridge.result.Transport;
import io.meshobservatory.bridge.validate.RejectReason;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The meters of one bridge, in a registry of its own. Thread-safe. */
public final class BridgeMetrics implements AutoCloseable {
    private static final String PREFIX = "observatory.bridge.";
    private static final Duration[] ACKNOWLEDGE_BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    public BridgeMetrics() {
        // present from the start, so that a rate can be taken from the first event on
        for (RejectReason reason : RejectReason.values()) {
            rejected(reason);
        }
        for (OtlpSignal signal : OtlpSignal.values()) {
            items(signal);
            records(signal);
            acknowledge(signal);
        }
    }

    /** Counts an answered request; {@code signal} is null where the path names none. */
    public void request(@Nullable OtlpSignal signal, Transport transport, BridgeResult result) {
        Counter.builder(PREFIX + "requests")
                .description("Requests by how they ended")
                .tag("signal", label(signal))
                .tag("transport", transport.label())
                .tag("result", result.label())
                .register(registry)
                .increment();
    }

    /** Counts the bytes of a body as they came over the wire. */
    public void received(OtlpSignal signal, Transport transport, long bytes) {
        Counter.builder(PREFIX + "received")
                .description("Bodies that arrived whole, before decompression")
                .baseUnit("bytes")
                .tag("signal", label(signal))
                .tag("transport", transport.label())
                .register(registry)
                .increment(bytes);
    }

    /** Counts spans, data points or log records of well-formed requests, rejected ones included. */
    public void items(OtlpSignal signal, int count) {
        items(signal).increment(count);
    }

    /** Counts spans that cannot be used. */
    public void rejected(RejectReason reason, int count) {
        rejected(reason).increment(count);
    }

    /** Notes that Kafka acknowledged the records of a request. */
    public void acknowledged(OtlpSignal signal, int records, long nanos) {
        records(signal).increment(records);
        acknowledge(signal).record(Duration.ofNanos(nanos));
    }

    /** Shows a value that changes by itself. */
    public void gauge(String name, String description, @Nullable String unit, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value)
                .description(description)
                .baseUnit(unit)
                .strongReference(true)
                .register(registry);
    }

    /** All meters in the text format of Prometheus, version 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }

    private Counter items(OtlpSignal signal) {
        return Counter.builder(PREFIX + "items")
                .description("Spans, metric data points or log records in well-formed requests, rejected ones included")
                .tag("signal", label(signal))
                .register(registry);
    }

    private Counter records(OtlpSignal signal) {
        return Counter.builder(PREFIX + "kafka.records")
                .description("Records that Kafka acknowledged")
                .tag("signal", label(signal))
                .register(registry);
    }

    private Counter rejected(RejectReason reason) {
        return Counter.builder(PREFIX + "rejected.spans")
                .description("Spans whose ids no trace can be built with")
                .tag("reason", reason.label())
                .register(registry);
    }

    private Timer acknowledge(OtlpSignal signal) {
        return Timer.builder(PREFIX + "kafka.acknowledge")
                .description("From handing over the records of a request to the acknowledgement of the last one")
                .serviceLevelObjectives(ACKNOWLEDGE_BUCKETS)
                .tag("signal", label(signal))
                .register(registry);
    }

    private static String label(@Nullable OtlpSignal signal) {
        return signal == null ? "none" : signal.name().toLowerCase(Locale.ROOT);
    }
}
