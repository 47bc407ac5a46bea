/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import com.linecorp.armeria.server.Server;
import io.meshobservatory.bridge.export.Admission;
import io.meshobservatory.bridge.export.ExportPipeline;
import io.meshobservatory.bridge.kafka.KafkaRecordSink;
import io.meshobservatory.bridge.kafka.RecordSink;
import io.meshobservatory.bridge.metrics.BridgeMetrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running bridge: OTLP in over gRPC and HTTP, acknowledged Kafka records out. A sender hears success only after Kafka has
 * acknowledged all of its request. Thread-safe; ends with {@link #close}.
 */
public final class OtlpBridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpBridge.class);
    /** What is left after the grace period has no sender any more who waits for it. */
    private static final Duration SINK_CLOSE = Duration.ofSeconds(2);

    private final BridgeConfig config;
    private final RecordSink sink;
    private final BridgeMetrics metrics = new BridgeMetrics();
    private final Admission admission;
    private final ExecutorService workers;
    private final Server grpc;
    private final Server http;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> fullyClosed = new CompletableFuture<>();

    private OtlpBridge(BridgeConfig config, RecordSink sink) {
        this.config = config;
        this.sink = sink;
        this.admission = new Admission(config.limits().maxConcurrentRequests());
        this.workers = workers(config.limits().workers());
        ExportPipeline pipeline = new ExportPipeline(config, sink, metrics, workers, admission);
        this.grpc = BridgeServers.grpc(config, pipeline, metrics);
        this.http = BridgeServers.http(config, pipeline, metrics, admission, sink, workers);
    }

    /**
     * Starts a bridge that writes to the configured Kafka cluster, which need not be there yet.
     *
     * @return when both ports accept connections
     * @throws IllegalStateException if a port cannot be opened; nothing keeps running then
     */
    public static OtlpBridge start(BridgeConfig config) {
        return start(config, new KafkaRecordSink(config));
    }

    /** Starts a bridge that writes to {@code sink}, which it closes when it is closed itself. */
    public static OtlpBridge start(BridgeConfig config, RecordSink sink) {
        OtlpBridge bridge = new OtlpBridge(config, sink);
        try {
            CompletableFuture.allOf(bridge.grpc.start(), bridge.http.start()).join();
        } catch (RuntimeException notStarted) {
            bridge.close();
            throw new IllegalStateException(
                    "cannot listen on " + config.listen().host() + ", ports "
                            + config.listen().grpcPort() + " and "
                            + config.listen().httpPort() + " (expected: an address of this machine, and free ports)",
                    notStarted);
        }
        LOG.info(
                "OTLP/gRPC on {}:{}, OTLP/HTTP on {}:{}, to Kafka at {}",
                config.listen().host(),
                bridge.grpcPort(),
                config.listen().host(),
                bridge.httpPort(),
                config.kafka().bootstrapServers());
        return bridge;
    }

    /** The port of OTLP/gRPC. */
    public int grpcPort() {
        return grpc.activeLocalPort();
    }

    /** The port of OTLP/HTTP, health and metrics. */
    public int httpPort() {
        return http.activeLocalPort();
    }

    /**
     * Refuses new requests, waits for those under way at most the grace period, then closes ports and the producer. Blocks
     * until all of that is done, also if another thread closes it already.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            fullyClosed.join();
            return;
        }
        try {
            drain();
            CompletableFuture.allOf(grpc.stop(), http.stop()).join();
            sink.close(SINK_CLOSE);
        } finally {
            workers.shutdownNow();
            metrics.close();
            fullyClosed.complete(null);
        }
    }

    private void drain() {
        admission.drain();
        int active = admission.active();
        try {
            active = admission.awaitIdle(config.timeouts().shutdownGrace());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        if (active > 0) {
            LOG.warn(
                    "{} requests were not answered within {} of shutting down; their senders have to send them again",
                    active,
                    config.timeouts().shutdownGrace());
        }
    }

    /** The queue holds no more than the requests that are admitted. */
    private static ExecutorService workers(int threads) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), runnable -> {
            Thread thread = new Thread(runnable, "otlp-bridge-worker-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
