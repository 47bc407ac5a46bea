/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.file.OtlpFrame;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;

/**
 * A recorded request, parsed.
 *
 * @param signal what it carries
 * @param message the {@code Export*ServiceRequest}
 * @param records how many spans, data points or log records
 */
record RecordedMessage(OtlpSignal signal, Message message, long records) {
    static RecordedMessage parse(OtlpFrame frame) throws InvalidProtocolBufferException {
        return switch (frame.signal()) {
            case SPANS -> {
                ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(frame.value());
                yield new RecordedMessage(frame.signal(), request, spans(request));
            }
            case METRICS -> {
                ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(frame.value());
                yield new RecordedMessage(frame.signal(), request, dataPoints(request));
            }
            case LOGS -> {
                ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(frame.value());
                yield new RecordedMessage(frame.signal(), request, logRecords(request));
            }
        };
    }

    private static long spans(ExportTraceServiceRequest request) {
        return request.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .mapToLong(scope -> scope.getSpansCount())
                .sum();
    }

    private static long logRecords(ExportLogsServiceRequest request) {
        return request.getResourceLogsList().stream()
                .flatMap(resource -> resource.getScopeLogsList().stream())
                .mapToLong(scope -> scope.getLogRecordsCount())
                .sum();
    }

    private static long dataPoints(ExportMetricsServiceRequest request) {
        return request.getResourceMetricsList().stream()
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .mapToLong(RecordedMessage::dataPoints)
                .sum();
    }

    private static long dataPoints(Metric metric) {
        return switch (metric.getDataCase()) {
            case GAUGE -> metric.getGauge().getDataPointsCount();
            case SUM -> metric.getSum().getDataPointsCount();
            case HISTOGRAM -> metric.getHistogram().getDataPointsCount();
            case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getDataPointsCount();
            case SUMMARY -> metric.getSummary().getDataPointsCount();
            case DATA_NOT_SET -> 0;
        };
    }
}
