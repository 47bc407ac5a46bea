/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes what a scrape of an Istio sidecar gives. */
final class MetricRequests {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private MetricRequests() {}

    /**
     * A scrape of a sidecar, as the destination of calls.
     *
     * @param address the sidecar's address
     * @param startMillis when it started, 0 if that is not told
     * @param calls how many calls there were from each caller since then
     */
    static byte[] scrape(String address, String callee, long startMillis, long timeMillis, Map<String, Long> calls) {
        return scrape("kubernetes-pods", address + ":15020", callee, startMillis, timeMillis, calls);
    }

    /** The same by any job and port. */
    static byte[] scrape(
            String job, String instance, String callee, long startMillis, long timeMillis, Map<String, Long> calls) {
        Sum.Builder sum = Sum.newBuilder()
                .setIsMonotonic(true)
                .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        Histogram.Builder latencies = Histogram.newBuilder()
                .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        calls.forEach((caller, count) -> {
            List<KeyValue> labels = labels(caller, callee);
            sum.addDataPoints(NumberDataPoint.newBuilder()
                    .setStartTimeUnixNano(startMillis * NANOS_PER_MILLI)
                    .setTimeUnixNano(timeMillis * NANOS_PER_MILLI)
                    .setAsDouble(count)
                    .addAllAttributes(labels));
            latencies.addDataPoints(HistogramDataPoint.newBuilder()
                    .setStartTimeUnixNano(startMillis * NANOS_PER_MILLI)
                    .setTimeUnixNano(timeMillis * NANOS_PER_MILLI)
                    .setCount(count)
                    .setSum(count * 7.0)
                    .addAllExplicitBounds(List.of(5.0, 10.0))
                    .addAllBucketCounts(List.of(0L, count, 0L))
                    .addAllAttributes(labels));
        });
        ScopeMetrics scope = ScopeMetrics.newBuilder()
                .addMetrics(Metric.newBuilder().setName("istio_requests_total").setSum(sum))
                .addMetrics(Metric.newBuilder()
                        .setName("istio_request_duration_milliseconds")
                        .setHistogram(latencies))
                .build();
        ResourceMetrics.Builder resource = ResourceMetrics.newBuilder().addScopeMetrics(scope);
        resource.getResourceBuilder()
                .addAttributes(attribute("service.name", job))
                .addAttributes(attribute("service.instance.id", instance))
                .addAttributes(attribute("url.scheme", "http"));
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(resource)
                .build()
                .toByteArray();
    }

    private static List<KeyValue> labels(String caller, String callee) {
        List<KeyValue> labels = new ArrayList<>();
        labels.add(attribute("reporter", "destination"));
        for (String side : new String[] {"source", "destination"}) {
            labels.add(attribute(side + "_canonical_service", side.equals("source") ? caller : callee));
            labels.add(attribute(side + "_canonical_revision", "v1"));
            labels.add(attribute(side + "_workload_namespace", "shop"));
            labels.add(attribute(side + "_cluster", "c"));
        }
        labels.add(attribute("request_protocol", "http"));
        labels.add(attribute("response_code", "200"));
        labels.add(attribute("connection_security_policy", "mutual_tls"));
        return labels;
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
