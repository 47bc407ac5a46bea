/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.cli.simulator.attack.AttackKind;
import io.meshobservatory.cli.simulator.attack.Strength;
import io.meshobservatory.cli.simulator.benign.BenignKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A suite")
class SuiteTest {
    private final List<Trial> trials = Suite.report.trials(8);

    @Test
    @DisplayName("attacks in each way and strength, faults in each way, and leaves a week in peace")
    void coversAll() {
        Set<String> attacks = trials.stream()
                .flatMap(trial -> trial.attacks().stream())
                .map(attack -> attack.kind() + " " + attack.strength())
                .collect(Collectors.toSet());
        Set<BenignKind> others = trials.stream()
                .filter(trial -> trial.kind() == Trial.Kind.FAULTS)
                .flatMap(trial -> trial.others().stream())
                .map(other -> other.kind())
                .collect(Collectors.toSet());

        assertThat(attacks).hasSize(AttackKind.values().length * Strength.values().length);
        assertThat(others).containsExactlyInAnyOrder(BenignKind.values());
        assertThat(trials)
                .filteredOn(trial -> trial.kind() == Trial.Kind.BENIGN)
                .allSatisfy(trial -> {
                    assertThat(trial.attacks()).isEmpty();
                    assertThat(trial.days()).isEqualTo(7);
                });
    }

    @Test
    @DisplayName("that is tuned on has no seed and no time in common with the one that is reported")
    void apart() {
        Set<Long> seeds = new HashSet<>();
        Suite.tune.trials(8).forEach(trial -> seeds.add(trial.seed()));

        assertThat(trials).noneMatch(trial -> seeds.contains(trial.seed()));
        assertThat(Suite.tune.trials(1).get(0).attacks().get(0).text().offset())
                .isNotEqualTo(trials.get(0).attacks().get(0).text().offset());
    }
}
