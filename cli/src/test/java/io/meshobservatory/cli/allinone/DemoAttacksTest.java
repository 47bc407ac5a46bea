/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ScenarioLibrary;
import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.cli.simulator.plan.SimulationPlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The script of the demo")
class DemoAttacksTest {
    private static final Instant START = Instant.parse("2026-03-02T10:11:12.345Z");
    private static final Instant BEGIN = START.minus(Duration.ofMinutes(70));

    static List<String> scenarios() {
        return ScenarioLibrary.names();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @DisplayName("has attacks for every mesh, from before the start on, a round every four hours")
    void everyMesh(String scenario) throws ScenarioException {
        SimulationPlan plan = DemoAttacks.plan(ScenarioLibrary.scenario(scenario), BEGIN, START, 1);

        assertThat(plan.labels()).hasSizeGreaterThan(10).allMatch(label -> label.category() == Label.Category.ATTACK);
        assertThat(plan.labels().get(0).start())
                .isBetween(START.minus(Duration.ofMinutes(5)), START.plus(Duration.ofMinutes(20)));
        assertThat(plan.labels())
                .isSortedAccordingTo((one, other) -> one.start().compareTo(other.start()));
        assertThat(plan.labels()).anyMatch(label -> label.start().isAfter(START.plus(Duration.ofHours(4))));
    }

    @Test
    @DisplayName("shows exfiltration, abuse of credentials, lateral movement and denial of service in its first hour")
    void firstHour() throws ScenarioException {
        SimulationPlan plan = DemoAttacks.plan(ScenarioLibrary.scenario("shop"), BEGIN, START, 1);
        StringWriter told = new StringWriter();

        DemoAttacks.print(plan, START.plus(Duration.ofMinutes(45)), new PrintWriter(told));

        assertThat(told.toString().lines().filter(line -> line.startsWith("  ")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("2026-03-02T10:07:12Z", "EXFILTRATION: "),
                        line -> assertThat(line).contains("CREDENTIAL_ABUSE: "),
                        line -> assertThat(line).contains("LATERAL_MOVEMENT: "),
                        line -> assertThat(line).contains("DDOS: "));
    }

    @Test
    @DisplayName("begins with the traffic where there is no past")
    void noPast() throws ScenarioException {
        SimulationPlan plan = DemoAttacks.plan(ScenarioLibrary.scenario("shop"), START, START, 1);

        assertThat(plan.labels().get(0).start()).isEqualTo(START);
    }
}
