/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.meshobservatory.cli.ObservatoryCli;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The whole command with a tiny recording and short rounds; how fast it is, is not looked at. */
class BenchBridgeIT {
    private static final int REQUESTS = 30;
    private static final int SPANS = 9;

    @TempDir
    Path directory = Path.of("unset");

    @ParameterizedTest
    @ValueSource(strings = {"--batch=50", "--gzip"})
    @DisplayName("a line for each round, then the medians as JSON, and no span is lost")
    void measuresAllThreeAndLosesNothing(String option) throws Exception {
        Path file = recording();
        Run run = run("bench", "bridge", file.toString(), "--rounds=2", "--round=1s", "--warm-up=1s", option);
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("round 1: ");
        assertThat(lines.get(1)).startsWith("round 2: ");
        JsonNode json = new ObjectMapper().readTree(lines.get(2));
        assertThat(json.get("benchmark").asText()).isEqualTo("bridge");
        assertThat(json.get("all_arrived").asBoolean()).isTrue();
        assertThat(json.get("client_is_in_this_process").asBoolean()).isTrue();
        assertThat(json.get("gzip").asBoolean()).isEqualTo(option.equals("--gzip"));
        for (String contender : List.of("producer", "grpc", "http")) {
            assertThat(json.get(contender + "_spans_per_second").asDouble()).isPositive();
            assertThat(json.get(contender + "_spans_per_core").asDouble()).isPositive();
        }
        assertThat(json.get("ratio_to_producer").asDouble()).isPositive();
        assertThat(json.get("http_ratio_to_producer").asDouble()).isPositive();
    }

    @Test
    @DisplayName("what cannot be measured is said before Kafka is started")
    void badInputIsNamed() throws Exception {
        assertThat(run("bench", "bridge", directory.resolve("missing").toString()))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("no such file"));
        assertThat(run("bench", "bridge", recording().toString(), "--batch=0"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("batch: 0 (expected: at least 1)"));
    }

    private Path recording() throws IOException {
        Path file = directory.resolve("tiny.otlp");
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            for (int request = 0; request < REQUESTS; request++) {
                byte[] message = request(request * SPANS).toByteArray();
                out.writeInt(message.length);
                out.write(message);
            }
        }
        return file;
    }

    private static ExportTraceServiceRequest request(int first) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        IntStream.range(first, first + SPANS).forEach(number -> scope.addSpans(span(number)));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build();
    }

    private static Span span(int number) {
        ByteBuffer id = ByteBuffer.allocate(16).putLong(1).putLong(number + 1);
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(id.array()))
                .setSpanId(ByteString.copyFrom(id.array(), 8, 8))
                .setName("span " + number)
                .setEndTimeUnixNano(number)
                .build();
    }

    private record Run(int exitCode, String out, String err) {}

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = ObservatoryCli.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
