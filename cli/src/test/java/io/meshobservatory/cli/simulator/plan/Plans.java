/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.plan;

import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ScenarioLibrary;
import io.meshobservatory.cli.simulator.attack.AttackSpec;
import io.meshobservatory.cli.simulator.benign.BenignSpec;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.cli.simulator.rows.MinuteRows;
import io.meshobservatory.cli.simulator.rows.RowSimulator;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.EdgeRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Plans for tests. */
public final class Plans {
    /** A Monday, at noon. */
    public static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private Plans() {}

    /** A scenario that sends all signals. */
    public static Scenario scenario(String name) {
        return ScenarioLibrary.scenario(name).withSignals(EnumSet.allOf(Signal.class));
    }

    /** A plan from noon on. */
    public static SimulationPlan plan(
            Scenario scenario, Duration length, long seed, List<String> attacks, List<String> faults)
            throws ScenarioException {
        List<AttackSpec> attackSpecs = new ArrayList<>();
        for (String attack : attacks) {
            attackSpecs.add(AttackSpec.parse(attack));
        }
        List<BenignSpec> faultSpecs = new ArrayList<>();
        for (String fault : faults) {
            faultSpecs.add(BenignSpec.parse(fault));
        }
        return SimulationPlan.of(scenario, new Period(NOON, NOON.plus(length)), attackSpecs, faultSpecs, seed);
    }

    /** All rows of a plan. */
    public static List<EdgeRow> rows(SimulationPlan plan) {
        List<EdgeRow> rows = new ArrayList<>();
        for (MinuteRows minute : new RowSimulator(plan)) {
            rows.addAll(minute.edges());
        }
        return rows;
    }

    /** A node in the form of labels. */
    public static String name(Node node) {
        return node.cluster() + "/" + node.namespace() + "/" + node.name();
    }

    /** Whether a row is of the edge and time of a step. */
    public static boolean isOf(EdgeRow row, Label.Step step) {
        return name(row.edge().source()).equals(Label.name(step.source()))
                && name(row.edge().destination()).equals(Label.name(step.destination()))
                && row.edge().protocol().equals(step.protocol())
                && row.windowEndMillis() > step.start().toEpochMilli()
                && row.windowStartMillis() < step.end().toEpochMilli();
    }
}
