/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimulateIncidentsTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    @DisplayName(
            "Attacks, faults and background are labelled: kind, strength, time, resources and steps, as the traffic"
                    + " has them")
    void labelsTellWhatHappens() throws IOException {
        Path labels = directory.resolve("labels.json");
        int exit = run(
                "bookinfo",
                "--for",
                "3m",
                "--attack",
                "BEACONING:crude@30s+2m,source=ratings,destination=c2.example.net",
                "--fault",
                "DEAD_DATABASE@1m+1m",
                "--background",
                "--out",
                directory.resolve("x.otlp.gz").toString(),
                "--labels",
                labels.toString());
        assertThat(exit).as(err.toString()).isZero();
        JsonNode truth = new ObjectMapper().readTree(labels.toFile());
        JsonNode attack = truth.get("attacks").get(0);
        assertThat(attack.get("kind").asText()).isEqualTo("BEACONING");
        assertThat(attack.get("strength").asText()).isEqualTo("crude");
        assertThat(attack.get("start").asText()).isEqualTo("2026-01-05T00:00:30Z");
        assertThat(attack.get("end").asText()).isEqualTo("2026-01-05T00:02:30Z");
        assertThat(attack.get("resources").get(0).get("name").asText()).isEqualTo("Kubernetes/default/ratings");
        assertThat(attack.get("resources").get(0).get("role").asText()).isEqualTo("actor");
        assertThat(attack.get("steps").get(0).get("destination").asText()).isEqualTo("-/-/c2.example.net");
        assertThat(truth.get("faults")).hasSize(1);
        assertThat(truth.get("background")).hasSize(4);
        long beacons = 0;
        for (JsonNode edge : truth.get("edges")) {
            if (edge.get("destination").asText().equals("c2.example.net")) {
                assertThat(edge.get("source").asText()).isEqualTo("ratings");
                beacons += edge.get("calls").asLong();
            }
        }
        // every 30 s for two minutes
        assertThat(beacons).isEqualTo(4);
        assertThat(err.toString()).contains("ratings calls c2.example.net every 30 s");
    }

    @Test
    @DisplayName("What the chosen signals cannot show is said")
    void blindSignalsAreTold() {
        assertThat(run(
                        "shop",
                        "--for",
                        "1m",
                        "--attack",
                        "MTLS_DOWNGRADE",
                        "--out",
                        directory.resolve("x").toString()))
                .isZero();
        assertThat(err.toString()).contains("spans do not tell of mutual TLS; add --signals traces,metrics");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --attack | DDOS:fierce             | expected: crude, medium or careful
        --attack | PHISHING                | expected: one of EXFILTRATION, LATERAL_MOVEMENT
        --attack | DDOS@3h                 | expected: from 2026-01-05T00:00:00Z to before
        --attack | DDOS,destination=orders | destination 'orders' (expected: a service that is entered through
        --attack | BEACONING,source=nobody | source 'nobody' (expected: a service whose calls outside are seen
        --fault  | EARTHQUAKE              | expected: one of DEAD_DATABASE, DEPLOY
        --fault  | DEPLOY:crude            | only attacks have them
        """)
    @DisplayName("A wrong attack or fault is bad input, and is answered with what was expected")
    void wrongIncidentsAreBadInput(String option, String value, String message) {
        assertThat(run(
                        "shop",
                        "--for",
                        "1m",
                        option,
                        value,
                        "--out",
                        directory.resolve("x").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(directory).isEmptyDirectory();
    }

    private int run(String... args) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
