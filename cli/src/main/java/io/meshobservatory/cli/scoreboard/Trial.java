/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.scoreboard;

import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ScenarioLibrary;
import io.meshobservatory.cli.simulator.attack.AttackSpec;
import io.meshobservatory.cli.simulator.benign.BenignSpec;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.plan.SimulationPlan;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * One simulated mesh, some days long, and what happens in it. Immutable.
 *
 * @param kind what it is for
 * @param scenario a scenario of the library
 * @param period of the simulation
 * @param attacks what must be found
 * @param others what must not be taken for attacks
 * @param seed of chance
 */
record Trial(Kind kind, String scenario, Period period, List<AttackSpec> attacks, List<BenignSpec> others, long seed) {
    /** What a trial is for. */
    enum Kind {
        /** Attacks, on days like others. */
        ATTACKS,
        /** Faults and changes, and no attack. */
        FAULTS,
        /** Nothing but what is always there. */
        BENIGN;

        /** In lower case. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Trial {
        attacks = List.copyOf(attacks);
        others = List.copyOf(others);
    }

    /** What happens, minute by minute. */
    SimulationPlan plan() throws ScenarioException {
        return SimulationPlan.of(mesh(), period, attacks, others, seed);
    }

    /** The mesh, with all telemetry that its proxies have: what nobody tells cannot be found. */
    Scenario mesh() {
        return ScenarioLibrary.scenario(scenario).withSignals(EnumSet.allOf(Signal.class));
    }

    double days() {
        return period.length().toMinutes() / (24 * 60.0);
    }

    String describe() {
        return kind.label() + " in " + scenario + ", seed " + seed;
    }
}
