/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.cli.simulator.MeshSimulator;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ScenarioLibrary;
import io.meshobservatory.cli.simulator.attack.AttackKind;
import io.meshobservatory.cli.simulator.attack.Strength;
import io.meshobservatory.cli.simulator.benign.BenignKind;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.cli.simulator.label.Label.Category;
import io.meshobservatory.cli.simulator.label.Label.Step;
import io.meshobservatory.core.window.EdgeRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttackCompositionTest {
    /** Where telemetry tells nothing of mutual TLS, nothing can be taken from it. */
    private static final Set<String> WITHOUT_IDENTITIES = Set.of("traefik-keycloak");

    static Stream<String> scenarios() {
        return ScenarioLibrary.names().stream();
    }

    private static List<String> attacks(Strength strength) {
        List<String> attacks = new ArrayList<>();
        for (AttackKind kind : AttackKind.values()) {
            for (String variant : kind.variants()) {
                attacks.add(kind + ":" + strength.label() + "@2m+5m,variant=" + variant);
            }
        }
        return attacks;
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @DisplayName("Every attack at every strength happens in every mesh: each step of its label shows in the rows of its"
            + " time")
    void everyAttackShowsInTheRows(String name) throws ScenarioException {
        Scenario scenario = Plans.scenario(name);
        for (Strength strength : Strength.values()) {
            for (String attack : attacks(strength)) {
                if (isImpossible(name, attack)) {
                    assertThatThrownBy(() -> Plans.plan(scenario, Duration.ofMinutes(8), 7, List.of(attack), List.of()))
                            .as(name + " " + attack)
                            .isInstanceOf(ScenarioException.class)
                            .hasMessageContaining("expected: a service");
                    continue;
                }
                SimulationPlan plan = Plans.plan(scenario, Duration.ofMinutes(8), 7, List.of(attack), List.of());
                Label label = plan.labels().get(0);
                assertThat(label.category()).isEqualTo(Category.ATTACK);
                assertThat(label.resources()).as(name + " " + attack).isNotEmpty();
                assertThat(label.start()).isEqualTo(Plans.NOON.plus(Duration.ofMinutes(2)));
                List<EdgeRow> rows = Plans.rows(plan);
                for (Step step : label.steps()) {
                    assertThat(step.start()).isBetween(label.start(), label.end());
                    assertThat(step.end()).isBetween(label.start(), label.end());
                    assertThat(rows.stream().anyMatch(row -> Plans.isOf(row, step)))
                            .as(name + " " + attack + " " + step)
                            .isTrue();
                }
            }
        }
    }

    /** Two services leave nobody who could steal an identity. */
    private static boolean isImpossible(String scenario, String attack) {
        boolean identities = attack.startsWith("MTLS_DOWNGRADE") || attack.endsWith("stolen");
        return (identities && WITHOUT_IDENTITIES.contains(scenario))
                || (attack.endsWith("stolen") && scenario.equals("bookstore-envoy"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @DisplayName("All attacks of a mesh at once are in its telemetry: every edge of their labels has calls")
    void attacksAreInTheTelemetry(String name) throws ScenarioException {
        List<String> attacks = new ArrayList<>();
        for (String attack : attacks(Strength.CRUDE)) {
            if (!isImpossible(name, attack)) {
                attacks.add(attack.replace("@2m+5m", "@20s+1m"));
            }
        }
        Scenario scenario = Plans.scenario(name);
        SimulationPlan plan = Plans.plan(scenario, Duration.ofSeconds(90), 11, attacks, List.of());
        MeshSimulator.Feed feed =
                new MeshSimulator(plan.timeline(), 11, 1).arrivingBetween(Plans.NOON, Plans.NOON.plusSeconds(90));
        for (var request = feed.next(); request != null; request = feed.next()) {
            assertThat(request.recordCount()).isPositive();
        }
        Set<SimulatedEdge> seen = feed.truth().edges().entrySet().stream()
                .filter(edge -> edge.getValue().counts().calls() > 0
                        || !edge.getValue().metrics().isEmpty())
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toSet());
        for (Label label : plan.labels()) {
            for (Step step : label.steps()) {
                assertThat(seen)
                        .as(label.id() + " " + step)
                        .contains(new SimulatedEdge(step.source(), step.destination(), step.protocol()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @DisplayName("Every fault and all background happen in every mesh, together and beside an attack")
    void faultsCompose(String name) throws ScenarioException {
        List<String> faults = new ArrayList<>();
        for (BenignKind kind : BenignKind.values()) {
            boolean nightly = kind == BenignKind.BATCH_JOB || kind == BenignKind.BACKUP;
            faults.add(kind.name() + (nightly ? "@5m" : ""));
        }
        SimulationPlan plan =
                Plans.plan(Plans.scenario(name), Duration.ofMinutes(40), 3, List.of("DDOS:medium@30m"), faults);
        assertThat(plan.labels()).hasSize(BenignKind.values().length + 1);
        for (Label label : plan.labels()) {
            boolean background = BenignKind.BACKGROUND.toString().contains(label.kind());
            Category expected =
                    label.kind().equals("DDOS") ? Category.ATTACK : background ? Category.BACKGROUND : Category.FAULT;
            assertThat(label.category()).isEqualTo(expected);
        }
        List<EdgeRow> rows = Plans.rows(plan);
        for (Label label : plan.labels()) {
            for (Step step : label.steps()) {
                assertThat(rows.stream().anyMatch(row -> Plans.isOf(row, step)))
                        .as(label.id() + " " + step)
                        .isTrue();
            }
        }
    }

    @Test
    @DisplayName("Who is asked for takes part; who cannot is refused with those who can")
    void whoIsAskedForTakesPart() throws ScenarioException {
        Scenario shop = Plans.scenario("shop");
        SimulationPlan plan = Plans.plan(
                shop,
                Duration.ofHours(1),
                1,
                List.of("EXFILTRATION:crude@10m,source=orders,destination=evil.example.org"),
                List.of());
        assertThat(plan.labels().get(0).resources())
                .extracting(Label.Resource::name)
                .containsSubsequence("Kubernetes/fulfilment/orders", "-/-/evil.example.org");
        assertThatThrownBy(() ->
                        Plans.plan(shop, Duration.ofHours(1), 1, List.of("EXFILTRATION,source=currency"), List.of()))
                .hasMessageContaining("source 'currency' (expected: a service that asks a data store")
                .hasMessageContaining("orders");
        assertThatThrownBy(
                        () -> Plans.plan(shop, Duration.ofHours(1), 1, List.of("DDOS,destination=catalog"), List.of()))
                .hasMessageContaining("destination 'catalog'")
                .hasMessageContaining("frontend");
        assertThatThrownBy(() -> Plans.plan(shop, Duration.ofHours(1), 1, List.of("DDOS@2h"), List.of()))
                .hasMessageContaining("expected: from 2026-01-05T12:00:00Z to before");
    }

    @Test
    @DisplayName("A lateral chain goes on where it arrived, and each hop has its time")
    void hopsFollowEachOther() throws ScenarioException {
        SimulationPlan plan = Plans.plan(
                Plans.scenario("shop"), Duration.ofHours(6), 5, List.of("LATERAL_MOVEMENT:careful@1h"), List.of());
        Label label = plan.labels().get(0);
        List<Step> hops = label.steps().stream()
                .filter(step -> step.name().startsWith("hop-"))
                .toList();
        assertThat(hops).hasSize(3);
        for (int i = 1; i < hops.size(); i++) {
            assertThat(hops.get(i).source()).isEqualTo(hops.get(i - 1).destination());
            assertThat(Duration.between(hops.get(i - 1).start(), hops.get(i).start()))
                    .isEqualTo(Duration.ofMinutes(45));
        }
        assertThat(label.end()).isEqualTo(Plans.NOON.plus(Duration.ofMinutes(60 + 135)));
    }
}
