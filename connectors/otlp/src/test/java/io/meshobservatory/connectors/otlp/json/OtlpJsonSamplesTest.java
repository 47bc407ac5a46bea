/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Public samples of OTLP/JSON, conformant and not, from the recordings that lie beside the repository. */
class OtlpJsonSamplesTest {
    @Test
    void theCanonicalTraceExample() throws Exception {
        ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(
                OtlpJson.toProtobuf(OtlpSignal.SPANS, sample("otlp-examples/trace.json")));
        Span span = request.getResourceSpans(0).getScopeSpans(0).getSpans(0);
        assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray()))
                .isEqualTo("5b8efff798038103d269b633813fc60c");
        assertThat(span.getSpanId().size()).isEqualTo(8);
        assertThat(span.getName()).isEqualTo("I'm a server span");
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(span.getStartTimeUnixNano()).isEqualTo(1544712660000000000L);
    }

    @Test
    void theCanonicalMetricsExample() throws Exception {
        ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(
                OtlpJson.toProtobuf(OtlpSignal.METRICS, sample("otlp-examples/metrics.json")));
        List<Metric> metrics = request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
        assertThat(metrics)
                .extracting(Metric::getDataCase)
                .contains(
                        Metric.DataCase.SUM,
                        Metric.DataCase.GAUGE,
                        Metric.DataCase.HISTOGRAM,
                        Metric.DataCase.EXPONENTIAL_HISTOGRAM);
        assertThat(metrics.get(2).getHistogram().getDataPoints(0).getBucketCountsList())
                .containsExactly(1L, 1L);
    }

    @Test
    void theCanonicalLogsExample() throws Exception {
        ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(
                OtlpJson.toProtobuf(OtlpSignal.LOGS, sample("otlp-examples/logs.json")));
        LogRecord log = request.getResourceLogs(0).getScopeLogs(0).getLogRecords(0);
        assertThat(log.getSeverityNumberValue()).isEqualTo(10);
        assertThat(log.getBody().getStringValue()).isEqualTo("Example log record");
        assertThat(log.getTraceId().size()).isEqualTo(16);
    }

    /** The same two spans, once written by a protobuf JSON printer and once in binary. */
    @Test
    void protobufJsonEqualsTheBinaryForm() throws Exception {
        ExportTraceServiceRequest fromJson = ExportTraceServiceRequest.parseFrom(
                OtlpJson.toProtobuf(OtlpSignal.SPANS, sample("otlp2parquet/trace.json")));
        assertThat(fromJson).isEqualTo(ExportTraceServiceRequest.parseFrom(sample("otlp2parquet/trace.pb")));
    }

    @Test
    void aTempoAnswerGivesAllItsSpans() throws Exception {
        ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(
                OtlpJson.toProtobuf(OtlpSignal.SPANS, sample("kiali/responseTrace.json")));
        List<Span> spans = request.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
        assertThat(spans).hasSize(8).allSatisfy(span -> {
            assertThat(span.getTraceId().size()).isEqualTo(16);
            assertThat(span.getSpanId().size()).isEqualTo(8);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log_invalid_severity.json | LOGS | resourceLogs[0].scopeLogs[0].logRecords[0].severityNumber: \"INVALID_SEVERITY_VALUE\"",
                "malformed.json | LOGS | not JSON at line 21, column ",
                "metrics_invalid_temporality.json | METRICS | metrics[0].sum.aggregationTemporality: \"INVALID_TEMPORALITY_VALUE\"",
                "trace_invalid_base64.json | SPANS | spans[0].traceId: \"!!!INVALID_BASE64!!!\" (expected: 32 hexadecimal digits, or base64 of 16 bytes)",
                "trace_invalid_kind.json | SPANS | spans[0].kind: \"SPAN_KIND_INVALID_TYPE\"",
                "trace_mixed_encoding.json | SPANS | spans[0].traceId: \"zzz\"",
            })
    void invalidDocumentsAreRefusedWithAUsefulMessage(String file, OtlpSignal signal, String message)
            throws IOException {
        byte[] json = sample("otlp2parquet/invalid/" + file);
        assertThatThrownBy(() -> OtlpJson.toProtobuf(signal, json))
                .isInstanceOf(OtlpJsonException.class)
                .hasMessageContaining(message);
    }

    private static byte[] sample(String name) throws IOException {
        Path file = dataDirectory().resolve("samples").resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> "no recording at " + file);
        return Files.readAllBytes(file);
    }

    private static Path dataDirectory() {
        String configured = System.getenv("OBSERVATORY_TEST_DATA");
        if (configured != null) {
            return Path.of(configured);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("data");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        Assumptions.abort("no recordings: neither OBSERVATORY_TEST_DATA nor shared/data above the working directory");
        throw new IllegalStateException("unreachable");
    }
}
