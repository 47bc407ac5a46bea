/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.meshobservatory.connectors.otlp.file.OtlpFileWriter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReplayCommandTest {
    private static final long RECORDED_NANOS = 1_600_000_000_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private FakeReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = FakeReceiver.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void movesTheRecordingToNowAndKeepsItsIntervals() throws IOException {
        Path file = file("recorded.otlp", span(0, 30), span(400, 420), span(10, 405));
        long before = System.currentTimeMillis();
        long begin = System.nanoTime();
        assertThat(run(file.toString())).isZero();
        long after = System.currentTimeMillis();
        List<Span> spans = received();
        long shift = spans.get(0).getEndTimeUnixNano() - RECORDED_NANOS - 30 * MILLI;
        assertThat((RECORDED_NANOS + shift) / MILLI + 30).isBetween(before, after);
        assertThat(spans)
                .containsExactly(moved(span(0, 30), shift), moved(span(400, 420), shift), moved(span(10, 405), shift));
        // the second is sent 390 ms after the begin; the third was recorded late, and waits for nothing
        List<FakeReceiver.Received> requests = receiver.received();
        assertThat((requests.get(1).nanoTime() - begin) / MILLI).isBetween(390L, 10_000L);
        assertThat(err.toString()).containsPattern("replay: done: 3 requests with 3 spans in \\d\\.\\d s, 0 rejected");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aSpeedDividesTheIntervalsAndTheDistancesBetweenRequests() throws IOException {
        Path file = file("recorded.otlp", span(0, 0), span(0, 20_000));
        long begin = System.nanoTime();
        assertThat(run(file.toString(), "--speed", "100")).isZero();
        List<FakeReceiver.Received> requests = receiver.received();
        assertThat((requests.get(1).nanoTime() - begin) / MILLI).isBetween(200L, 10_000L);
        // else the second would come from the future, and be refused as such
        assertThat(received().get(1).getEndTimeUnixNano() - received().get(0).getEndTimeUnixNano())
                .isEqualTo(200 * MILLI);
    }

    @Test
    void keepTimesSendsTheVeryBytes() throws IOException {
        Path file = directory.resolve("recorded.otlp.gz");
        try (OtlpFileWriter writer = OtlpFileWriter.open(file)) {
            writer.write(message(span(0, 1)).toByteArray());
            writer.write(message(span(3_600_000, 3_600_001)).toByteArray());
        }
        assertThat(run(file.toString(), "--keep-times", "--speed", "max")).isZero();
        assertThat(receiver.received())
                .extracting(FakeReceiver.Received::body)
                .containsExactly(
                        message(span(0, 1)).toByteArray(),
                        message(span(3_600_000, 3_600_001)).toByteArray());
    }

    @Test
    void sendsSeveralFilesOfAllKindsInTheirOrder() throws IOException {
        Path first = file("first.otlp", span(0, 1));
        Path second = directory.resolve("second.jsonl");
        Files.writeString(second, """
                {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1600000000000000000","severityNumber":9}]}]}]}
                {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"up","gauge":{"dataPoints":[{"asInt":"1"},{"asInt":"2"}]}}]}]}]}
                """);
        assertThat(run(first.toString(), second.toString(), "--speed", "max")).isZero();
        assertThat(receiver.received())
                .extracting(FakeReceiver.Received::path)
                .containsExactly("/v1/traces", "/v1/logs", "/v1/metrics");
        assertThat(err.toString()).contains("3 requests with 1 spans and 2 data points and 1 log records");
    }

    @Test
    void manyConnectionsSendEverythingOnce() throws IOException {
        Span[] spans = new Span[200];
        Arrays.setAll(spans, i -> span(i, i + 1));
        Path file = file("recorded.otlp", spans);
        assertThat(run(file.toString(), "--speed", "max", "--connections", "8")).isZero();
        assertThat(received()).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void goesOnAfterTheReceiverWasOverloaded() throws IOException {
        receiver.answer(503, Map.of("Retry-After", "1"), new byte[0]);
        assertThat(run(file("recorded.otlp", span(0, 1), span(0, 2)).toString()))
                .isZero();
        assertThat(err.toString())
                .contains("replay: " + receiver.url() + ": HTTP 503, trying again")
                .contains("2 requests with 2 spans", "1 sent again");
    }

    @Test
    void saysWhatTheReceiverRejected() throws IOException {
        ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
        response.getPartialSuccessBuilder().setRejectedSpans(1).setErrorMessage("no trace id");
        receiver.answer(200, Map.of(), response.build().toByteArray());
        assertThat(run(file("recorded.otlp", span(0, 1)).toString())).isZero();
        assertThat(err.toString()).contains("1 rejected", "the receiver refused records: no trace id");
    }

    @Test
    void aRefusalIsAFailure() throws IOException {
        receiver.answer(200).answer(400);
        Path file = file("recorded.otlp", span(0, 1), span(0, 2), span(0, 3));
        assertThat(run(file.toString(), "--speed", "max")).isEqualTo(1);
        assertThat(err.toString()).contains("/v1/traces: HTTP 400", "stopped: 1 requests with 1 spans");
    }

    @Test
    void anAbsentReceiverIsAFailure() throws IOException {
        Path file = file("recorded.otlp", span(0, 1));
        receiver.close();
        assertThat(run(file.toString(), "--give-up-after", "0")).isEqualTo(1);
        assertThat(err.toString()).contains("ConnectException", "gave up after 1 attempt");
    }

    @Test
    void badFilesAreBadInput() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty.otlp"));
        assertThat(run(empty.toString())).isZero();
        assertThat(err.toString()).contains("empty.otlp: empty, nothing to send");
        Path csv = Files.writeString(directory.resolve("edges.csv"), "source,destination\n");
        assertThat(run(csv.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("edges.csv: at byte 0: ", "'sour'");
        assertThat(run(directory.resolve("missing.otlp").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("missing.otlp: no such file");
        assertThat(run(directory.toString())).isEqualTo(2);
        assertThat(run(file("spans.otlp", span(0, 1)).toString(), "--kind", "logs"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("expected: logs, as was asked for");
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void aFileThatIsCutOffIsSentUpToThere() throws IOException {
        Path file = file("recorded.otlp", span(0, 1), span(0, 2));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(run(file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("recorded.otlp: at byte " + bytes.length / 2, "the file ends after");
    }

    @ParameterizedTest
    @CsvSource({
        "--speed, 0, 'expected: a number above 0, or max'",
        "--speed, fast, 'expected: a number above 0, or max'",
        "--kind, traces, 'expected: spans, metrics or logs'",
        "--to, ftp://host, 'expected: a URL such as http://127.0.0.1:4318'",
        "--to, http://host/v1/traces, 'expected: the URL without /v1/traces'",
        "--connections, 0, 'expected: at least 1'",
        "--give-up-after, -1, 'expected: not negative'"
    })
    void badOptionsAreBadUsage(String option, String value, String message) throws IOException {
        assertThat(run(file("recorded.otlp", span(0, 1)).toString(), option, value))
                .isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void aFileMustBeGiven() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required parameter: 'FILE'");
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        if (!all.contains("--to")) {
            all.add("--to");
            all.add(receiver.url().toString());
        }
        return new CommandLine(new ReplayCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private List<Span> received() throws IOException {
        List<Span> spans = new ArrayList<>();
        for (FakeReceiver.Received request : receiver.received()) {
            spans.add(ExportTraceServiceRequest.parseFrom(request.body())
                    .getResourceSpans(0)
                    .getScopeSpans(0)
                    .getSpans(0));
        }
        return spans;
    }

    private Path file(String name, Span... spans) throws IOException {
        Path file = directory.resolve(name);
        try (OtlpFileWriter writer = OtlpFileWriter.open(file)) {
            for (Span span : spans) {
                writer.write(message(span).toByteArray());
            }
        }
        return file;
    }

    private static ExportTraceServiceRequest message(Span span) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        request.addResourceSpansBuilder().addScopeSpansBuilder().addSpans(span);
        return request.build();
    }

    private static Span span(long startMillis, long endMillis) {
        byte[] id = new byte[16];
        id[15] = 1;
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(id))
                .setSpanId(ByteString.copyFrom(id, 8, 8))
                .setStartTimeUnixNano(RECORDED_NANOS + startMillis * MILLI)
                .setEndTimeUnixNano(RECORDED_NANOS + endMillis * MILLI)
                .build();
    }

    private static Span moved(Span span, long nanos) {
        return span.toBuilder()
                .setStartTimeUnixNano(span.getStartTimeUnixNano() + nanos)
                .setEndTimeUnixNano(span.getEndTimeUnixNano() + nanos)
                .build();
    }
}
