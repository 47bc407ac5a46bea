/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.cli.ObservatoryCli;
import io.meshobservatory.cli.TestData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("detect")
class DetectIT {
    @TempDir
    static Path directory;

    private static Path shop;

    /** A shop whose data is stolen in its third hour. */
    @BeforeAll
    static void simulate() {
        shop = directory.resolve("shop.otlp.gz");
        Run simulated = Run.of(
                "simulate",
                "shop",
                "--for",
                "150m",
                "--seed",
                "5",
                "--sampling",
                "0.2",
                "--attack",
                "EXFILTRATION:crude@2h",
                "--out",
                shop.toString());
        assertThat(simulated.exitCode()).as(simulated.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"online-boutique", "train-ticket"})
    @DisplayName("is silent about real recordings that hold faults and no attack")
    void benign(String name) {
        Path file = TestData.find("traces/" + name + ".otlp.gz");

        Run run = Run.of("detect", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
    }

    @Test
    @DisplayName(
            "finds what was put into simulated telemetry, and tells the same to the byte, whatever the parallelism")
    void simulated() throws IOException {
        Run one = Run.of("detect", "--all-states", "--parallelism", "1", shop.toString());
        Run again = Run.of("detect", "--all-states", "--parallelism", "1", shop.toString());
        Run three = Run.of("detect", "--all-states", "--parallelism", "3", shop.toString());

        assertThat(one.exitCode()).as(one.err()).isZero();
        assertThat(again.out()).isEqualTo(one.out());
        assertThat(three.out()).isEqualTo(one.out());
        List<JsonNode> alerts = alerts(Run.of("detect", shop.toString()));
        assertThat(alerts).anySatisfy(alert -> {
            assertThat(alert.get("class_uid").asInt()).isEqualTo(2004);
            assertThat(alert.at("/finding_info/types/0").asText()).isEqualTo("EXFILTRATION");
        });
    }

    @Test
    @DisplayName("does as people said in a file of mesh_control, and as its options say")
    void controlled() throws IOException {
        Path control = Files.writeString(directory.resolve("control.jsonl"), """
                {"type": "suppression", "id": "export", "kind": "EXFILTRATION", "reason": "a contract",\
                 "expires": "2027-01-01T00:00:00Z"}

                {"type": "threshold", "id": "quiet", "kind": "ANOMALY", "reason": "too many", "min_confidence": 1}
                """);

        List<JsonNode> suppressed =
                alerts(Run.of("detect", "--all-states", "--control", control.toString(), shop.toString()));
        Run unsure = Run.of("detect", "-D", "detection.least-confidence=1", shop.toString());

        assertThat(suppressed).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.at("/finding_info/types/0").asText()).isEqualTo("EXFILTRATION");
            assertThat(alert.get("status_id").asInt()).isEqualTo(3);
            assertThat(alert.get("status_detail").asText()).contains("export: a contract");
        });
        assertThat(unsure.exitCode()).as(unsure.err()).isZero();
        assertThat(unsure.out()).isEmpty();
    }

    @Test
    @DisplayName("says which control record or option is wrong")
    void badControl() throws IOException {
        Path control = Files.writeString(directory.resolve("bad.jsonl"), """
                {"type": "suppression", "id": "a", "kind": "DDOS", "reason": "b", "expires": "2027-01-01T00:00:00Z"}
                {"type": "suppression", "id": "b", "kind": "DDOS", "reason": "b"}
                """);
        Path release = Files.writeString(
                directory.resolve("release.jsonl"),
                "{\"type\": \"release\", \"id\": \"a\", \"kind\": \"DDOS\", \"reason\": \"b\"}");
        Path twice = Files.writeString(directory.resolve("twice.jsonl"), """
                {"type": "threshold", "id": "a", "reason": "b", "min_confidence": 0.5}
                {"type": "threshold", "id": "a", "reason": "b", "min_confidence": 0.6}
                """);

        assertBad(
                Run.of("detect", "--control", control.toString(), shop.toString()),
                "bad.jsonl, line 2: field 'expires'");
        assertBad(Run.of("detect", "--control", release.toString(), shop.toString()), "line 1: field 'from': missing");
        assertBad(
                Run.of("detect", "--control", twice.toString(), shop.toString()), "line 2: id 'a' holds from the same");
        assertBad(Run.of("detect", "--control", "nowhere.jsonl", shop.toString()), "nowhere.jsonl: no such file");
        assertBad(Run.of("detect", "-D", "detection.quit=1h", shop.toString()), "--detection.quit: no such option");
        assertBad(Run.of("detect", "-D", "detection.quiet=soon", shop.toString()), "'soon'");
        assertBad(Run.of("detect", "-D", "detection.unusual=7", shop.toString()), "7.0 (expected: 0 to 1)");
    }

    private static void assertBad(Run run, String message) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("detect: ").contains(message);
        assertThat(run.out()).isEmpty();
    }

    private static List<JsonNode> alerts(Run run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> alerts = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            alerts.add(new ObjectMapper().readTree(line));
        }
        return alerts;
    }

    @Test
    @DisplayName("says what is wrong with its input")
    void badInput() throws IOException {
        Path broken = Files.write(directory.resolve("broken.otlp"), new byte[] {0, 0, 1, 0, 5});

        Run missing = Run.of("detect", directory.resolve("nowhere.otlp").toString());
        Run damaged = Run.of("detect", broken.toString());
        Run unknown = Run.of("detect", "--format", "xml", broken.toString());

        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("nowhere.otlp: no such file");
        assertThat(damaged.exitCode()).isEqualTo(2);
        assertThat(damaged.err()).startsWith("detect: ").contains("broken.otlp");
        assertThat(unknown.exitCode()).isEqualTo(2);
    }

    private record Run(int exitCode, String out, String err) {
        static Run of(String... arguments) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            CommandLine commandLine = ObservatoryCli.commandLine();
            commandLine.setOut(new PrintWriter(out));
            commandLine.setErr(new PrintWriter(err));
            int exitCode = commandLine.execute(arguments);
            return new Run(exitCode, out.toString(), err.toString());
        }
    }
}
