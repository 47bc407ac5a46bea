/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.scoreboard;

import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ScenarioLibrary;
import io.meshobservatory.cli.simulator.attack.AttackKind;
import io.meshobservatory.cli.simulator.attack.AttackSpec;
import io.meshobservatory.cli.simulator.attack.Strength;
import io.meshobservatory.cli.simulator.benign.BenignKind;
import io.meshobservatory.cli.simulator.benign.BenignSpec;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.plan.SimulationPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The trials of a suite. What is tuned on is not what is reported: the two have no seed, hour or choice in common. */
public enum Suite {
    /** For finding settings. */
    tune(1_000, Instant.parse("2026-03-02T00:00:00Z"), Duration.ZERO),
    /** For telling how good they are. */
    report(5_000, Instant.parse("2026-06-01T00:00:00Z"), Duration.ofMinutes(47));

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration ATTACK_TRIAL = Duration.ofDays(3);
    private static final Duration FAULT_TRIAL = Duration.ofDays(4);
    private static final Duration BENIGN_TRIAL = Duration.ofDays(7);
    /** From one attack to the next: the longest ones go on while others begin. */
    private static final Duration BETWEEN = Duration.ofHours(3);

    private final long firstSeed;
    private final Instant begin;
    private final Duration offset;

    Suite(long firstSeed, Instant begin, Duration offset) {
        this.firstSeed = firstSeed;
        this.begin = begin;
        this.offset = offset;
    }

    /**
     * Its trials.
     *
     * @param seeds how many of each kind, at least one
     */
    List<Trial> trials(int seeds) {
        List<String> meshes = ScenarioLibrary.names();
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            long seed = firstSeed + i;
            for (Strength strength : Strength.values()) {
                String mesh = meshes.get((i + strength.ordinal()) % meshes.size());
                trials.add(attacks(mesh, strength, i, seed));
            }
            trials.add(faults(meshes.get(i % meshes.size()), seed));
            trials.add(new Trial(
                    Trial.Kind.BENIGN,
                    meshes.get((i + 1) % meshes.size()),
                    period(seed, BENIGN_TRIAL),
                    List.of(),
                    background(),
                    seed));
        }
        return trials;
    }

    /** Two days to learn, then each kind of attack, of those that the mesh has room for. */
    private Trial attacks(String mesh, Strength strength, int round, long seed) {
        Period period = period(seed, ATTACK_TRIAL);
        List<AttackSpec> attacks = new ArrayList<>();
        for (AttackKind kind : AttackKind.values()) {
            List<String> variants = kind.variants();
            String variant = variants.get((round + strength.ordinal()) % variants.size());
            Duration start = DAY.multipliedBy(2)
                    .plus(BETWEEN.multipliedBy(kind.ordinal()))
                    .plus(offset);
            String text = kind.name() + ":" + strength.label() + "@" + minutes(start) + ",variant=" + variant;
            Trial with = new Trial(Trial.Kind.ATTACKS, mesh, period, plus(attacks, text), background(), seed);
            if (isPossible(with)) {
                attacks = new ArrayList<>(with.attacks());
            }
        }
        return new Trial(Trial.Kind.ATTACKS, mesh, period, attacks, background(), seed);
    }

    /** Two days to learn, then each fault and change, of those that the mesh has room for. */
    private Trial faults(String mesh, long seed) {
        Period period = period(seed, FAULT_TRIAL);
        List<BenignSpec> others = new ArrayList<>(background());
        int slot = 0;
        for (BenignKind kind : BenignKind.values()) {
            if (kind.isBackground()) {
                continue;
            }
            Duration start = DAY.multipliedBy(2)
                    .plus(BETWEEN.multipliedBy(slot).plus(Duration.ofMinutes(30)))
                    .plus(offset);
            slot++;
            List<BenignSpec> more = new ArrayList<>(others);
            more.add(benign(kind.name() + "@" + minutes(start)));
            if (isPossible(new Trial(Trial.Kind.FAULTS, mesh, period, List.of(), more, seed))) {
                others = more;
            }
        }
        return new Trial(Trial.Kind.FAULTS, mesh, period, List.of(), others, seed);
    }

    private Period period(long seed, Duration length) {
        Instant from = begin.plus(DAY.multipliedBy(7 * (seed - firstSeed)));
        return new Period(from, from.plus(length));
    }

    private static List<BenignSpec> background() {
        return BenignKind.BACKGROUND.stream().map(BenignSpec::of).toList();
    }

    private static String minutes(Duration duration) {
        return duration.toMinutes() + "m";
    }

    /** A mesh without a data store has nothing to be stolen. */
    private static boolean isPossible(Trial trial) {
        try {
            SimulationPlan plan = trial.plan();
            return !plan.labels().isEmpty();
        } catch (ScenarioException impossible) {
            return false;
        }
    }

    private static List<AttackSpec> plus(List<AttackSpec> attacks, String text) {
        List<AttackSpec> more = new ArrayList<>(attacks);
        try {
            more.add(AttackSpec.parse(text));
        } catch (ScenarioException broken) {
            throw new IllegalStateException("an attack of this program is broken: " + text, broken);
        }
        return more;
    }

    private static BenignSpec benign(String text) {
        try {
            return BenignSpec.parse(text);
        } catch (ScenarioException broken) {
            throw new IllegalStateException("a fault of this program is broken: " + text, broken);
        }
    }
}
