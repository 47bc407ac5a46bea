/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.file.OtlpFrame;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.Test;

/** All times of all signals move together, and nothing else does. */
class TimeFieldsTest {
    private static final long DELTA = 1_000_000;

    @Test
    void movesSpansAndTheirEvents() throws Exception {
        ExportTraceServiceRequest before = spans(100, 250, 170);
        assertThat(new TimeFields().shifted(before, DELTA)).isEqualTo(spans(100 + DELTA, 250 + DELTA, 170 + DELTA));
        assertThat(new TimeFields().latest(before)).isEqualTo(250);
        assertThat(records(OtlpSignal.SPANS, before.toByteArray())).isEqualTo(1);
    }

    @Test
    void movesEveryKindOfDataPointAndItsExemplars() throws Exception {
        ExportMetricsServiceRequest before = metrics(10, 20, 15);
        assertThat(new TimeFields().shifted(before, DELTA)).isEqualTo(metrics(10 + DELTA, 20 + DELTA, 15 + DELTA));
        assertThat(new TimeFields().latest(before)).isEqualTo(20);
        assertThat(records(OtlpSignal.METRICS, before.toByteArray())).isEqualTo(5);
    }

    @Test
    void movesLogRecords() throws Exception {
        ExportLogsServiceRequest before = logs(5, 8);
        assertThat(new TimeFields().shifted(before, -3)).isEqualTo(logs(2, 5));
        assertThat(new TimeFields().latest(before)).isEqualTo(8);
        assertThat(records(OtlpSignal.LOGS, before.toByteArray())).isEqualTo(1);
    }

    /** 0 means "not told": cumulative metrics of old proxies have no start. */
    @Test
    void leavesTimesThatAreNotTold() {
        assertThat(new TimeFields().shifted(metrics(0, 20, 0), DELTA)).isEqualTo(metrics(0, 20 + DELTA, 0));
        assertThat(new TimeFields().shifted(logs(0, 0), DELTA)).isEqualTo(logs(0, 0));
        assertThat(new TimeFields().latest(logs(0, 0))).isZero();
    }

    private static long records(OtlpSignal signal, byte[] value) throws Exception {
        return RecordedMessage.parse(new OtlpFrame(signal, value)).records();
    }

    private static ExportTraceServiceRequest spans(long start, long end, long event) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        request.addResourceSpansBuilder()
                .addScopeSpansBuilder()
                .addSpans(Span.newBuilder()
                        .setName("x")
                        .setStartTimeUnixNano(start)
                        .setEndTimeUnixNano(end)
                        .addEvents(Span.Event.newBuilder().setTimeUnixNano(event))
                        .addAttributes(KeyValue.newBuilder()
                                .setKey("time_unix_nano")
                                .setValue(AnyValue.newBuilder().setIntValue(7))));
        return request.build();
    }

    private static ExportMetricsServiceRequest metrics(long start, long time, long exemplarTime) {
        Exemplar exemplar =
                Exemplar.newBuilder().setTimeUnixNano(exemplarTime).setAsInt(4).build();
        NumberDataPoint number = NumberDataPoint.newBuilder()
                .setStartTimeUnixNano(start)
                .setTimeUnixNano(time)
                .addExemplars(exemplar)
                .setAsInt(3)
                .build();
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
        request.addResourceMetricsBuilder()
                .addScopeMetricsBuilder()
                .addMetrics(Metric.newBuilder().setGauge(Gauge.newBuilder().addDataPoints(number)))
                .addMetrics(Metric.newBuilder().setSum(Sum.newBuilder().addDataPoints(number)))
                .addMetrics(Metric.newBuilder()
                        .setHistogram(Histogram.newBuilder()
                                .addDataPoints(HistogramDataPoint.newBuilder()
                                        .setStartTimeUnixNano(start)
                                        .setTimeUnixNano(time)
                                        .addExemplars(exemplar))))
                .addMetrics(Metric.newBuilder()
                        .setExponentialHistogram(ExponentialHistogram.newBuilder()
                                .addDataPoints(ExponentialHistogramDataPoint.newBuilder()
                                        .setStartTimeUnixNano(start)
                                        .setTimeUnixNano(time)
                                        .addExemplars(exemplar))))
                .addMetrics(Metric.newBuilder()
                        .setSummary(Summary.newBuilder()
                                .addDataPoints(SummaryDataPoint.newBuilder()
                                        .setStartTimeUnixNano(start)
                                        .setTimeUnixNano(time))));
        return request.build();
    }

    private static ExportLogsServiceRequest logs(long time, long observed) {
        ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
        request.addResourceLogsBuilder()
                .addScopeLogsBuilder()
                .addLogRecords(LogRecord.newBuilder().setTimeUnixNano(time).setObservedTimeUnixNano(observed));
        return request.build();
    }
}
