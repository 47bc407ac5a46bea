/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.metrics;

import io.meshobservatory.cli.simulator.proxy.Attribute;
import io.meshobservatory.cli.simulator.proxy.Emitter;
import io.meshobservatory.cli.simulator.proxy.Peer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One proxy's metrics at one moment, in the form in which they are sent. Not thread-safe. */
final class MetricsMessage {
    private static final String RECEIVER =
            "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/prometheusreceiver";
    private static final String RECEIVER_VERSION = "0.156.0";
    private static final String ENVOY_VERSION =
            "e98143bd8a2e5a3eafa4ba5b1c6f4ad3f6a6d2f1/1.39.0/Clean/RELEASE/BoringSSL";
    private static final String ISTIO_VERSION = "1.31.0";
    private static final String STATS_PORT = "15020";
    /** OTLP's flag of a point that only says that there is none. */
    private static final int NO_RECORDED_VALUE = 1;

    private final MetricsForm form;
    private final Emitter emitter;
    private final long nanos;
    private final Map<String, Sum.Builder> sums = new TreeMap<>();
    private final Map<String, Histogram.Builder> histograms = new TreeMap<>();
    private int points;

    MetricsMessage(MetricsForm form, Emitter emitter, long nanos) {
        this.form = form;
        this.emitter = emitter;
        this.nanos = nanos;
    }

    int points() {
        return points;
    }

    void add(Series series) {
        if (form.delta() && series.isZero()) {
            return;
        }
        if (series.isTcp()) {
            addSum("istio_tcp_connections_opened_total", series, series.count());
            addSum("istio_tcp_connections_closed_total", series, series.count());
            addSum("istio_tcp_sent_bytes_total", series, series.sent());
            addSum("istio_tcp_received_bytes_total", series, series.received());
            return;
        }
        addSum("istio_requests_total", series, series.count());
        addHistogram("istio_request_duration_milliseconds", series, series.durationMillis);
        addHistogram("istio_request_bytes", series, series.requestBytes);
        addHistogram("istio_response_bytes", series, series.responseBytes);
    }

    /** A series that was there and is gone: Prometheus marks it stale. */
    void addStale(Series series) {
        String name = series.isTcp() ? "istio_tcp_connections_opened_total" : "istio_requests_total";
        sum(name)
                .addDataPoints(NumberDataPoint.newBuilder()
                        .addAllAttributes(attributes(series.labels()))
                        .setTimeUnixNano(nanos)
                        .setFlags(NO_RECORDED_VALUE));
        points++;
    }

    ExportMetricsServiceRequest build() {
        ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
        if (form.way() == MetricsForm.Way.PROMETHEUS) {
            scope.setScope(InstrumentationScope.newBuilder().setName(RECEIVER).setVersion(RECEIVER_VERSION));
            scope.addMetrics(gauge("up", List.of()));
            scope.addMetrics(gauge(
                    "istio_build",
                    List.of(Attribute.of("component", component()), Attribute.of("tag", ISTIO_VERSION))));
            points += 2;
        }
        sums.forEach((name, sum) ->
                scope.addMetrics(Metric.newBuilder().setName(name).setSum(sum)));
        histograms.forEach((name, histogram) ->
                scope.addMetrics(Metric.newBuilder().setName(name).setHistogram(histogram)));
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(
                        ResourceMetrics.newBuilder().setResource(resource()).addScopeMetrics(scope))
                .build();
    }

    private void addSum(String name, Series series, long value) {
        sum(name)
                .addDataPoints(NumberDataPoint.newBuilder()
                        .addAllAttributes(attributes(series.labels()))
                        .setTimeUnixNano(nanos)
                        .setStartTimeUnixNano(startNanos())
                        .setAsDouble(value));
        points++;
    }

    private Sum.Builder sum(String name) {
        return sums.computeIfAbsent(
                named(name), key -> Sum.newBuilder().setIsMonotonic(true).setAggregationTemporality(temporality()));
    }

    private void addHistogram(String name, Series series, Buckets buckets) {
        HistogramDataPoint.Builder point = HistogramDataPoint.newBuilder()
                .addAllAttributes(attributes(series.labels()))
                .setTimeUnixNano(nanos)
                .setStartTimeUnixNano(startNanos());
        buckets.write(point);
        histograms
                .computeIfAbsent(named(name), key -> Histogram.newBuilder().setAggregationTemporality(temporality()))
                .addDataPoints(point);
        points++;
    }

    /** Unset where sums are sent, as by Collectors and by Envoy for years; a difference tells since when. */
    private long startNanos() {
        return form.delta() ? nanos - form.intervalNanos() : 0;
    }

    private AggregationTemporality temporality() {
        return form.delta()
                ? AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA
                : AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
    }

    private Metric gauge(String name, List<KeyValue> attributes) {
        return Metric.newBuilder()
                .setName(name)
                .setGauge(Gauge.newBuilder()
                        .addDataPoints(NumberDataPoint.newBuilder()
                                .addAllAttributes(attributes)
                                .setTimeUnixNano(nanos)
                                .setAsDouble(1)))
                .build();
    }

    /** Only the Prometheus endpoint strips the namespace of Istio's own metrics. */
    private String named(String name) {
        return form.way() == MetricsForm.Way.PROMETHEUS ? name : "istiocustom." + name;
    }

    /** Prometheus has no empty labels; Envoy's sink sends them. */
    private List<KeyValue> attributes(List<KeyValue> labels) {
        if (form.way() == MetricsForm.Way.ENVOY_SINK) {
            return labels;
        }
        return labels.stream()
                .filter(label -> !label.getValue().getStringValue().isEmpty())
                .toList();
    }

    private String component() {
        return emitter.kind() == Emitter.Kind.ZTUNNEL ? "ztunnel" : "proxy";
    }

    private Resource resource() {
        Peer self = emitter.self();
        Resource.Builder resource = Resource.newBuilder();
        if (form.way() == MetricsForm.Way.PROMETHEUS) {
            // the name of the scrape job, not of the workload
            resource.addAttributes(Attribute.of("service.name", "kubernetes-pods"))
                    .addAttributes(Attribute.of("service.instance.id", self.address() + ":" + STATS_PORT))
                    .addAttributes(Attribute.of("server.address", self.address()))
                    .addAttributes(Attribute.of("server.port", STATS_PORT))
                    .addAttributes(Attribute.of("url.scheme", "http"));
        } else {
            resource.addAttributes(Attribute.of("telemetry.sdk.language", "cpp"))
                    .addAttributes(Attribute.of("telemetry.sdk.name", "envoy"))
                    .addAttributes(Attribute.of("telemetry.sdk.version", ENVOY_VERSION));
        }
        return resource.addAttributes(Attribute.of("k8s.namespace.name", self.namespace()))
                .addAttributes(Attribute.of("k8s.pod.name", self.pod()))
                .addAttributes(Attribute.of("k8s.node.name", emitter.node()))
                .build();
    }
}
