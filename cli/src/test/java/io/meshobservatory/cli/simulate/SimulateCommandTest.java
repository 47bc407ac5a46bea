/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.file.OtlpFileReader;
import io.meshobservatory.connectors.otlp.file.OtlpFrame;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"a.otlp", "a.otlp.gz"})
    void equalSeedsGiveEqualBytes(String name) throws IOException {
        Path first = directory.resolve("1-" + name);
        Path second = directory.resolve("2-" + name);
        Path other = directory.resolve("3-" + name);
        assertThat(run("shop", "--for", "10s", "--seed", "4", "--out", first.toString()))
                .isZero();
        assertThat(run("shop", "--for", "10s", "--seed", "4", "--out", second.toString()))
                .isZero();
        assertThat(run("shop", "--for", "10s", "--seed", "5", "--out", other.toString()))
                .isZero();
        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(Files.mismatch(first, other)).isNotNegative();
    }

    @Test
    void labelsTellWhatTheFileHolds() throws IOException {
        Path file = directory.resolve("simulated.otlp.gz");
        Path labels = directory.resolve("labels.json");
        int exit = run("bookinfo", "--for", "1m", "--out", file.toString(), "--labels", labels.toString());
        assertThat(exit).isZero();
        long requests = 0;
        long spans = 0;
        try (OtlpFileReader reader = OtlpFileReader.open(Files.newInputStream(file), "simulated", null)) {
            for (OtlpFrame frame = reader.next(); frame != null; frame = reader.next()) {
                assertThat(frame.signal()).isEqualTo(OtlpSignal.SPANS);
                requests++;
                spans += ExportTraceServiceRequest.parseFrom(frame.value())
                        .getResourceSpans(0)
                        .getScopeSpans(0)
                        .getSpansCount();
            }
        }
        JsonNode truth = new ObjectMapper().readTree(labels.toFile());
        assertThat(truth.get("scenario").asText()).isEqualTo("bookinfo");
        assertThat(truth.get("from").asText()).isEqualTo("2026-01-05T00:00:00Z");
        assertThat(truth.get("to").asText()).isEqualTo("2026-01-05T00:01:00Z");
        assertThat(truth.get("requests").asLong()).isEqualTo(requests).isPositive();
        assertThat(truth.get("spans").asLong()).isEqualTo(spans).isPositive();
        assertThat(truth.get("attacks").isArray()).isTrue();
        long calls = 0;
        for (JsonNode edge : truth.get("edges")) {
            calls += edge.get("calls").asLong();
        }
        assertThat(truth.get("calls").asLong()).isEqualTo(calls);
        assertThat(truth.get("edges").get(1).get("source").asText()).isEqualTo("productpage");
        assertThat(err.toString()).contains("simulate: bookinfo from 2026-01-05T00:00:00Z to 2026-01-05T00:01:00Z");
        assertThat(out.toString()).isEmpty();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactlyInAnyOrder(file, labels);
        }
    }

    @Test
    void listsWhatIsThere() {
        assertThat(run("--list")).isZero();
        assertThat(out.toString().lines()).hasSize(8);
        assertThat(out.toString())
                .contains("bookinfo", "shop", "security-platform")
                .contains("Kafka topic");
    }

    /** What is printed can be changed and simulated. */
    @Test
    void aPrintedScenarioIsAFileToCopy() throws IOException {
        assertThat(run("bookinfo", "--print")).isZero();
        String yaml = out.toString();
        assertThat(yaml).startsWith("# SPDX").contains("# Istio's sample application");
        Path copy = Files.writeString(
                directory.resolve("mine.yaml"),
                yaml.replace("name: bookinfo", "name: mine").replace("cluster: Kubernetes", "cluster: west"));
        assertThat(copy).content().contains("cluster: west");
        Path original = directory.resolve("original.otlp");
        Path changed = directory.resolve("changed.otlp");
        assertThat(run("bookinfo", "--for", "20s", "--out", original.toString()))
                .isZero();
        assertThat(run(copy.toString(), "--for", "20s", "--out", changed.toString()))
                .isZero();
        assertThat(Files.size(changed)).isNotEqualTo(Files.size(original)).isPositive();
    }

    @Test
    @DisplayName("JSON lines hold all signals, and read back as what the protobuf files hold")
    void jsonLinesMixSignals() throws IOException {
        Path lines = directory.resolve("all.jsonl.gz");
        Path spans = directory.resolve("some.otlp.gz");
        String[] options = {"two-clusters", "--for", "30s", "--signals", "traces,metrics,access_logs", "--out"};
        assertThat(run(with(options, lines))).isZero();
        assertThat(run(with(options, spans))).isZero();
        assertThat(err.toString())
                .contains("some.metrics.otlp.gz, as a file of this form holds one signal")
                .contains("some.logs.otlp.gz, as a file of this form holds one signal");

        Map<OtlpSignal, List<ByteString>> mixed = frames(lines);

        assertThat(mixed.keySet()).containsExactlyInAnyOrder(OtlpSignal.values());
        assertThat(frames(spans)).isEqualTo(Map.of(OtlpSignal.SPANS, mixed.get(OtlpSignal.SPANS)));
        assertThat(frames(directory.resolve("some.metrics.otlp.gz")))
                .isEqualTo(Map.of(OtlpSignal.METRICS, mixed.get(OtlpSignal.METRICS)));
        assertThat(frames(directory.resolve("some.logs.otlp.gz")))
                .isEqualTo(Map.of(OtlpSignal.LOGS, mixed.get(OtlpSignal.LOGS)));
    }

    @Test
    @DisplayName("--sampling records fewer traces, and the labels tell all calls all the same")
    void samplingIsAnOption() throws IOException {
        Path labels = directory.resolve("labels.json");
        assertThat(run(
                        "bookinfo",
                        "--for",
                        "2m",
                        "--sampling",
                        "0.01",
                        "--out",
                        directory.resolve("x.otlp").toString(),
                        "--labels",
                        labels.toString()))
                .isZero();
        JsonNode truth = new ObjectMapper().readTree(labels.toFile());
        long sampled = 0;
        for (JsonNode edge : truth.get("edges")) {
            sampled += edge.get("sampled_calls").asLong();
        }
        assertThat(truth.get("calls").asLong()).isGreaterThan(1_000);
        assertThat(sampled).isLessThan(100);
    }

    private static String[] with(String[] options, Path file) {
        String[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = file.toString();
        return all;
    }

    private static Map<OtlpSignal, List<ByteString>> frames(Path file) throws IOException {
        Map<OtlpSignal, List<ByteString>> frames = new EnumMap<>(OtlpSignal.class);
        try (OtlpFileReader reader = OtlpFileReader.open(Files.newInputStream(file), file.toString(), null)) {
            for (OtlpFrame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.computeIfAbsent(frame.signal(), key -> new ArrayList<>())
                        .add(ByteString.copyFrom(frame.value()));
            }
        }
        return frames;
    }

    @Test
    void unknownScenariosAreNamedWithTheKnownOnes() {
        assertThat(run("bookinf", "--out", directory.resolve("x").toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "'bookinf': no such scenario or file, did you mean 'bookinfo'? (expected: a YAML file, or one of"
                                + " ambient, bookinfo, bookstore-envoy, security-platform, shop, threat-modelling,"
                                + " traefik-keycloak, two-clusters)");
    }

    @Test
    void brokenScenariosAreNamedWithTheirField() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "name: broken\nentry: []\n");
        assertThat(run(broken.toString(), "--out", directory.resolve("x").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("broken.yaml: entry: unknown field, did you mean 'entries'?");
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xC3, 0x28});
        assertThat(run(binary.toString(), "--out", directory.resolve("x").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("binary.yaml: no text in UTF-8 (expected: YAML)");
        assertThat(run(directory.toString(), "--out", directory.resolve("x").toString()))
                .isEqualTo(2);
    }

    @Test
    void filesThatCannotBeWrittenAreToldBeforeTheWork() {
        Path nowhere = directory.resolve("no").resolve("where.otlp");
        assertThat(run("shop", "--for", "7d", "--out", nowhere.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("where.otlp: there is no directory");
        assertThat(run("shop", "--for", "7d", "--out", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(directory + ": is a directory");
        Path good = directory.resolve("good.otlp");
        assertThat(run("shop", "--for", "7d", "--out", good.toString(), "--labels", nowhere.toString()))
                .isEqualTo(2);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "--for, 10, 'expected: a duration such as 90s, 10m, 1h30m or 7d'",
        "--for, 0s, 'expected: a duration such as'",
        "--for, -5m, 'expected: a duration such as'",
        "--for, 10 minutes, 'expected: a duration such as'",
        "--from, yesterday, 'expected: a moment such as 2026-01-05T08:00:00Z'",
        "--from, 2026-01-05T08:00:00, 'expected: a moment such as'",
        "--from, 1931-01-05T08:00:00Z, 'expected: from 1970'",
        "--seed, x, '--seed'",
        "--sampling, 0, 'expected: above 0, at most 1'",
        "--sampling, 1.5, 'expected: above 0, at most 1'",
        "--signals, traces;logs, 'expected: some of traces, metrics, access_logs'"
    })
    void badOptionsAreBadUsage(String option, String value, String message) {
        String target = directory.resolve("x").toString();
        assertThat(run("shop", "--out", target, option, value)).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void scenarioAndFileMustBeGiven() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("SCENARIO is missing (expected: a YAML file, or one of ambient, bookinfo,");
        assertThat(run("shop")).isEqualTo(2);
        assertThat(err.toString()).contains("--out is missing");
    }

    @ParameterizedTest
    @CsvSource({"90s, 90", "10m, 600", "1h30m, 5400", "7d, 604800", "1d2h3m4s, 93784"})
    void readsDurationsAsPeopleWriteThem(String text, long seconds) {
        assertThat(new DurationConverter().convert(text).toSeconds()).isEqualTo(seconds);
    }

    private int run(String... args) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
