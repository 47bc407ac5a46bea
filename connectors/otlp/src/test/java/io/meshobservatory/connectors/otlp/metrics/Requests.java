/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
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
import java.util.ArrayList;
import java.util.List;

/** Writes requests as the Collector's Prometheus receiver does, or as Envoy's sink. */
final class Requests {
    static final long TIME_MILLIS = 1_700_002_815_000L;
    static final long TIME_NANOS = TIME_MILLIS * 1_000_000;

    private final ResourceMetrics.Builder resourceMetrics = ResourceMetrics.newBuilder();
    private final ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
    private long startNanos;
    private long timeNanos = TIME_NANOS;

    /** A scrape of a pod. */
    static Requests scrape(String address) {
        return new Requests()
                .resource("service.name", "kubernetes-pods")
                .resource("service.instance.id", address + ":15020")
                .resource("url.scheme", "http");
    }

    Requests resource(String key, String value) {
        resourceMetrics.getResourceBuilder().addAttributes(attribute(key, value));
        return this;
    }

    Requests start(long nanos) {
        startNanos = nanos;
        return this;
    }

    Requests time(long nanos) {
        timeNanos = nanos;
        return this;
    }

    /** A cumulative counter. @param labels {@code a=1,b=2} */
    Requests counter(String name, double value, String labels) {
        return sum(name, value, labels, AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    }

    Requests delta(String name, double value, String labels) {
        return sum(name, value, labels, AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
    }

    Requests sum(String name, double value, String labels, AggregationTemporality temporality) {
        return add(Metric.newBuilder()
                .setName(name)
                .setSum(Sum.newBuilder()
                        .setIsMonotonic(true)
                        .setAggregationTemporality(temporality)
                        .addDataPoints(number(value, labels))));
    }

    Requests gauge(String name, double value, String labels) {
        return add(Metric.newBuilder().setName(name).setGauge(Gauge.newBuilder().addDataPoints(number(value, labels))));
    }

    Requests histogram(String name, double sum, List<Double> bounds, List<Long> counts, String labels) {
        return add(Metric.newBuilder()
                .setName(name)
                .setHistogram(Histogram.newBuilder()
                        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                        .addDataPoints(HistogramDataPoint.newBuilder()
                                .setStartTimeUnixNano(startNanos)
                                .setTimeUnixNano(timeNanos)
                                .setSum(sum)
                                .setCount(counts.stream()
                                        .mapToLong(Long::longValue)
                                        .sum())
                                .addAllExplicitBounds(bounds)
                                .addAllBucketCounts(counts)
                                .addAllAttributes(attributes(labels)))));
    }

    Requests stale(String name, String labels) {
        return add(Metric.newBuilder()
                .setName(name)
                .setSum(Sum.newBuilder()
                        .setIsMonotonic(true)
                        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                        .addDataPoints(NumberDataPoint.newBuilder()
                                .setTimeUnixNano(timeNanos)
                                .setFlags(1)
                                .addAllAttributes(attributes(labels)))));
    }

    Requests add(Metric.Builder metric) {
        scope.addMetrics(metric);
        return this;
    }

    byte[] bytes() {
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(resourceMetrics.addScopeMetrics(scope))
                .build()
                .toByteArray();
    }

    DecodedMetrics decode() {
        try {
            return new MetricDecoder().decode(bytes());
        } catch (MetricDecodeException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private NumberDataPoint number(double value, String labels) {
        return NumberDataPoint.newBuilder()
                .setStartTimeUnixNano(startNanos)
                .setTimeUnixNano(timeNanos)
                .setAsDouble(value)
                .addAllAttributes(attributes(labels))
                .build();
    }

    static List<KeyValue> attributes(String labels) {
        List<KeyValue> attributes = new ArrayList<>();
        for (String label : labels.split(",", -1)) {
            int equals = label.indexOf('=');
            if (equals > 0) {
                attributes.add(attribute(label.substring(0, equals).strip(), label.substring(equals + 1)));
            }
        }
        return attributes;
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
