/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.plan;

import io.meshobservatory.cli.simulator.Alteration;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.Timeline;
import io.meshobservatory.cli.simulator.attack.AttackSpec;
import io.meshobservatory.cli.simulator.benign.BenignSpec;
import io.meshobservatory.cli.simulator.incident.Incident;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.cli.simulator.traffic.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A mesh over a stretch of time, with everything that happens to it. Telemetry and rows are made of the same plan.
 * Immutable.
 *
 * @param timeline the mesh, and the traffic beside that of its entries
 * @param simulation when
 * @param labels what happens, in the order in which it was asked for, faults and background first
 * @param seed of the choices that were made, and of the chance that follows
 */
public record SimulationPlan(Timeline timeline, Period simulation, List<Label> labels, long seed) {
    public SimulationPlan {
        labels = List.copyOf(labels);
    }

    /**
     * Makes a plan. The same arguments give the same plan.
     *
     * @throws ScenarioException if the mesh has nothing that something of it could happen to, or a name is unknown
     */
    public static SimulationPlan of(
            Scenario scenario, Period simulation, List<AttackSpec> attacks, List<BenignSpec> others, long seed)
            throws ScenarioException {
        List<Incident> incidents = new ArrayList<>();
        Scenario whole = scenario;
        for (BenignSpec spec : others) {
            String id = id(spec.kind().name(), incidents.size());
            incidents.add(spec.plan(id, whole, simulation, SeededRandom.hash(seed, incidents.size())));
            whole = incidents.get(incidents.size() - 1).whole();
        }
        for (AttackSpec spec : attacks) {
            String id = id(spec.kind().name(), incidents.size());
            incidents.add(spec.plan(id, whole, simulation, SeededRandom.hash(seed, incidents.size())));
            whole = incidents.get(incidents.size() - 1).whole();
        }
        List<Alteration> alterations = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        List<Label> labels = new ArrayList<>();
        for (Incident incident : incidents) {
            alterations.addAll(incident.alterations());
            streams.addAll(incident.streams());
            labels.add(incident.label());
        }
        return new SimulationPlan(Timeline.of(whole, alterations, streams), simulation, labels, seed);
    }

    private static String id(String kind, int number) {
        return kind.toLowerCase(Locale.ROOT).replace('_', '-') + "-" + (number + 1);
    }
}
