/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.attack.AttackSpec;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.cli.simulator.plan.SimulationPlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to the mesh of the demo: attacks of the simulator, one after the other. The first begins a few minutes before the
 * demo does, so that there is something to see soon. Stateless.
 */
final class DemoAttacks {
    /** What, and how long after the start of the demo. */
    private enum Act {
        THEFT("EXFILTRATION:crude", Duration.ofMinutes(-4)),
        GUESSING("CREDENTIAL_ABUSE:crude", Duration.ofMinutes(4)),
        MOVING("LATERAL_MOVEMENT:crude", Duration.ofMinutes(16)),
        FLOOD("DDOS:crude", Duration.ofMinutes(31)),
        PROBING("POLICY_PROBING:crude", Duration.ofMinutes(46)),
        DOWNGRADE("MTLS_DOWNGRADE:crude", Duration.ofMinutes(60)),
        BEACON("BEACONING:crude", Duration.ofMinutes(75));

        private final String spec;
        private final Duration after;

        Act(String spec, Duration after) {
            this.spec = spec;
            this.after = after;
        }
    }

    private static final Duration ROUND = Duration.ofHours(4);
    private static final int ROUNDS = 6;

    private DemoAttacks() {}

    /**
     * The mesh with its attacks: a round of them every four hours, for a day. What the mesh has no room for is left out.
     *
     * @param start when the demo starts
     * @param begin when its traffic begins, not after {@code start}
     */
    static SimulationPlan plan(Scenario scenario, Instant begin, Instant start, long seed) throws ScenarioException {
        Period period = new Period(begin, start.plus(ROUND.multipliedBy(ROUNDS)));
        List<AttackSpec> attacks = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Act act : Act.values()) {
                Instant at =
                        start.plus(act.after).plus(ROUND.multipliedBy(round)).truncatedTo(ChronoUnit.SECONDS);
                if (at.isBefore(begin)) {
                    at = begin;
                }
                List<AttackSpec> more = new ArrayList<>(attacks);
                more.add(AttackSpec.parse(act.spec + "@" + at));
                if (isPossible(scenario, period, more, seed)) {
                    attacks = more;
                }
            }
        }
        return SimulationPlan.of(scenario, period, attacks, List.of(), seed);
    }

    /** Says what will happen: nobody shall take it for their own trouble. */
    static void print(SimulationPlan plan, Instant until, PrintWriter out) {
        out.println("Scripted attacks of the simulator, to be found by the detection job (times in UTC):");
        for (Label label : plan.labels()) {
            if (label.start().isBefore(until)) {
                out.println("  " + label.start().truncatedTo(ChronoUnit.SECONDS) + "  " + label.kind() + ": "
                        + label.description());
            }
        }
        out.println();
        out.flush();
    }

    private static boolean isPossible(Scenario scenario, Period period, List<AttackSpec> attacks, long seed) {
        try {
            SimulationPlan.of(scenario, period, attacks, List.of(), seed);
            return true;
        } catch (ScenarioException noRoom) {
            return false;
        }
    }
}
