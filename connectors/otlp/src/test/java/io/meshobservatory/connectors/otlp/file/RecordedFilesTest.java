/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recording that lies beside the repository is read whole, or refused with a reason. */
class RecordedFilesTest {
    @ParameterizedTest
    @CsvSource({
        "traces/online-boutique.otlp.gz, 692, 40153",
        "traces/train-ticket.otlp.gz, 1352, 34188",
        "bench/mesh-200k.otlp.gz, 4012, 200000",
        "samples/otlp2parquet/trace.pb, 1, 2",
        "samples/otlp2parquet/trace.json, 1, 2",
        "samples/kiali/responseTrace.json, 1, 8",
        "samples/kiali/responseAmbient.json, 1, 4",
        "samples/kiali/response.json, 1, 3",
        "samples/otlp-examples/trace.json, 1, 1"
    })
    void readsEverySpan(String name, int frames, long spans) throws IOException {
        Path file = Recordings.path(name);
        try (OtlpFileReader reader = Recordings.open(file)) {
            long seen = 0;
            for (OtlpFrame frame = reader.next(); frame != null; frame = reader.next()) {
                assertThat(frame.signal()).isEqualTo(OtlpSignal.SPANS);
                seen += spansIn(frame);
            }
            assertThat(reader.frameCount()).isEqualTo(frames);
            assertThat(seen).isEqualTo(spans);
            assertThat(reader.bytesRead()).isEqualTo(Files.size(file));
        }
    }

    @Test
    void readsIstioMetrics() throws IOException {
        List<OtlpFrame> frames = Recordings.frames(Recordings.path("samples/istio-proxy-metrics.otlp"));
        assertThat(frames).hasSize(2).allMatch(frame -> frame.signal() == OtlpSignal.METRICS);
        for (OtlpFrame frame : frames) {
            ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(frame.value());
            assertThat(request.getResourceMetrics(0).getScopeMetrics(0).getMetricsCount())
                    .isEqualTo(262);
        }
    }

    @ParameterizedTest
    @CsvSource({"metrics.json, METRICS", "logs.json, LOGS"})
    void readsPrettyPrintedJsonOfTheOtherSignals(String name, OtlpSignal signal) {
        List<OtlpFrame> frames = Recordings.frames(Recordings.path("samples/otlp-examples/" + name));
        assertThat(frames).singleElement().extracting(OtlpFrame::signal).isEqualTo(signal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "traces/train-ticket.edges.csv",
                "anomaly/cardio.csv.gz",
                "samples/kiali/ztunnel.log",
                "samples/istio/ztunnel-dump.json",
                "samples/datadog/istio-merged.txt",
                "samples/skywalking/envoy.data.yaml",
                "samples/otlp2parquet/invalid/malformed.json",
                "samples/otlp2parquet/invalid/trace_invalid_kind.json",
                "samples/otlp2parquet/invalid/trace_mixed_encoding.json",
                "samples/otlp2parquet/invalid/metrics_invalid_temporality.json",
                "samples/otlp2parquet/invalid/log_invalid_severity.json"
            })
    void refusesWhatIsNoOtlpAndSaysWhere(String name) {
        Path file = Recordings.path(name);
        assertThatThrownBy(() -> {
                    try (OtlpFileReader reader = Recordings.open(file)) {
                        Recordings.frames(reader);
                    }
                })
                .isInstanceOf(OtlpFileException.class)
                .hasMessageStartingWith(file.getFileName() + ": at ")
                .hasMessageContaining("(expected: ");
    }

    private static long spansIn(OtlpFrame frame) throws IOException {
        return ExportTraceServiceRequest.parseFrom(frame.value()).getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .mapToLong(scope -> scope.getSpansCount())
                .sum();
    }
}
