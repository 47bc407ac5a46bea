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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("detect")
class DetectIT {
    @TempDir
    Path directory;

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
        Path file = directory.resolve("shop.otlp.gz");
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
                file.toString());
        assertThat(simulated.exitCode()).as(simulated.err()).isZero();

        Run one = Run.of("detect", "--all-states", "--parallelism", "1", file.toString());
        Run again = Run.of("detect", "--all-states", "--parallelism", "1", file.toString());
        Run three = Run.of("detect", "--all-states", "--parallelism", "3", file.toString());

        assertThat(one.exitCode()).as(one.err()).isZero();
        assertThat(again.out()).isEqualTo(one.out());
        assertThat(three.out()).isEqualTo(one.out());
        List<JsonNode> alerts = new ArrayList<>();
        for (String line : Run.of("detect", file.toString()).out().lines().toList()) {
            alerts.add(new ObjectMapper().readTree(line));
        }
        assertThat(alerts).anySatisfy(alert -> {
            assertThat(alert.get("class_uid").asInt()).isEqualTo(2004);
            assertThat(alert.at("/finding_info/types/0").asText()).isEqualTo("EXFILTRATION");
        });
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
