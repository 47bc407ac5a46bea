/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Requests as exporters send them. */
public final class TestRequests {
    private TestRequests() {}

    /** One request with one resource for each name in {@code services}, and {@code spans} spans in each. */
    public static ExportTraceServiceRequest traces(int spans, String... services) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (String service : services) {
            ScopeSpans.Builder scope = ScopeSpans.newBuilder();
            IntStream.range(0, spans).forEach(i -> scope.addSpans(span(i + 1)));
            request.addResourceSpans(
                    ResourceSpans.newBuilder().setResource(resource(service)).addScopeSpans(scope));
        }
        return request.build();
    }

    /** A span with valid ids, an attribute of each kind, and a link. */
    public static Span.Builder span(int number) {
        return Span.newBuilder()
                .setTraceId(id(16, number))
                .setSpanId(id(8, number))
                .setName("span " + number)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setFlags(0x101)
                .setStartTimeUnixNano(1_700_000_000_000_000_000L)
                .setEndTimeUnixNano(1_700_000_000_001_000_000L)
                .addAttributes(attribute("text", AnyValue.newBuilder().setStringValue("gr\u00fc\u00df dich")))
                .addAttributes(attribute("number", AnyValue.newBuilder().setDoubleValue(0.5)))
                .addAttributes(attribute(
                        "list",
                        AnyValue.newBuilder()
                                .setArrayValue(ArrayValue.newBuilder()
                                        .addValues(AnyValue.newBuilder().setIntValue(-7)))))
                .addLinks(Span.Link.newBuilder().setTraceId(id(16, 99)).setSpanId(id(8, 99)));
    }

    /** One request with one resource for each name in {@code services}, and three metrics (3 data points) in each. */
    public static ExportMetricsServiceRequest metrics(String... services) {
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
        for (String service : services) {
            request.addResourceMetrics(ResourceMetrics.newBuilder()
                    .setResource(resource(service))
                    .addScopeMetrics(ScopeMetrics.newBuilder()
                            .addMetrics(Metric.newBuilder()
                                    .setName("gauge")
                                    .setGauge(Gauge.newBuilder()
                                            .addDataPoints(NumberDataPoint.newBuilder()
                                                    .setAsDouble(1.5)
                                                    .setTimeUnixNano(5))))
                            .addMetrics(Metric.newBuilder()
                                    .setName("histogram")
                                    .setHistogram(Histogram.newBuilder()
                                            .addDataPoints(HistogramDataPoint.newBuilder()
                                                    .addBucketCounts(3)
                                                    .addBucketCounts(4)
                                                    .addExplicitBounds(0.1))))
                            .addMetrics(Metric.newBuilder()
                                    .setName("exponential")
                                    .setExponentialHistogram(ExponentialHistogram.newBuilder()
                                            .addDataPoints(ExponentialHistogramDataPoint.newBuilder()
                                                    .setScale(-3)
                                                    .setPositive(ExponentialHistogramDataPoint.Buckets.newBuilder()
                                                            .setOffset(-9)
                                                            .addBucketCounts(300)
                                                            .addBucketCounts(0)))))));
        }
        return request.build();
    }

    /** One request with {@code records} log records of one resource. */
    public static ExportLogsServiceRequest logs(int records) {
        ScopeLogs.Builder scope = ScopeLogs.newBuilder();
        IntStream.range(0, records)
                .forEach(i -> scope.addLogRecords(LogRecord.newBuilder()
                        .setSeverityNumberValue(9)
                        .setBody(AnyValue.newBuilder().setStringValue("line " + i))));
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(resource("logger"))
                        .addScopeLogs(scope))
                .build();
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static Resource.Builder resource(String service) {
        return Resource.newBuilder()
                .addAttributes(attribute("service.name", AnyValue.newBuilder().setStringValue(service)));
    }

    private static KeyValue.Builder attribute(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value);
    }

    private static ByteString id(int bytes, int number) {
        byte[] id = new byte[bytes];
        id[0] = 1;
        id[bytes - 1] = (byte) number;
        return ByteString.copyFrom(id);
    }
}
