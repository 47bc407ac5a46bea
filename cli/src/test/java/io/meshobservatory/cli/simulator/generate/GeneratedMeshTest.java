/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ScenarioGraph;
import io.meshobservatory.cli.simulator.Timeline;
import io.meshobservatory.cli.simulator.attack.AttackKind;
import io.meshobservatory.cli.simulator.plan.Plans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GeneratedMeshTest {
    @Test
    @DisplayName("Meshes of many sizes and seeds have ends to their calls, stores, and hosts that several use")
    void meshesAreSound() {
        for (int services : new int[] {6, 20, 40, 80}) {
            for (long seed = 1; seed <= 20; seed++) {
                Scenario mesh = GeneratedMesh.of(services, seed);
                assertThat(mesh.services()).hasSize(services + 1);
                assertThat(Timeline.of(mesh).whole()).isSameAs(mesh);
                assertThat(ScenarioGraph.of(mesh)).hasSizeGreaterThan(services / 2);
                assertThat(mesh).isEqualTo(GeneratedMesh.of(services, seed));
            }
        }
        assertThat(GeneratedMesh.of(20, 1)).isNotEqualTo(GeneratedMesh.of(20, 2));
    }

    @Test
    @DisplayName("Every kind of attack can be done to them")
    void attacksArePossible() throws ScenarioException {
        List<String> attacks = new ArrayList<>();
        for (AttackKind kind : AttackKind.values()) {
            kind.variants().forEach(variant -> attacks.add(kind + ",variant=" + variant));
        }
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(Plans.plan(GeneratedMesh.of(20, seed), Duration.ofDays(1), seed, attacks, List.of())
                            .labels())
                    .hasSize(attacks.size());
        }
    }

    @Test
    @DisplayName("Sizes that are too small or too large are refused")
    void sizesHaveLimits() {
        assertThatThrownBy(() -> GeneratedMesh.of(5, 1)).hasMessageContaining("services: 5 (expected: from 6 to 80)");
        assertThatThrownBy(() -> GeneratedMesh.of(81, 1)).hasMessageContaining("services: 81");
    }
}
