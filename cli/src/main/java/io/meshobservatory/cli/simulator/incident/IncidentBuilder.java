/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.incident;

import io.meshobservatory.cli.simulator.Alteration;
import io.meshobservatory.cli.simulator.Dialect;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.TargetSpec;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.cli.simulator.label.Label.Resource;
import io.meshobservatory.cli.simulator.label.Label.Role;
import io.meshobservatory.cli.simulator.label.Label.Step;
import io.meshobservatory.cli.simulator.traffic.Ending;
import io.meshobservatory.cli.simulator.traffic.Origin;
import io.meshobservatory.cli.simulator.traffic.Pace;
import io.meshobservatory.cli.simulator.traffic.Question;
import io.meshobservatory.cli.simulator.traffic.Stream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Puts an incident together: what it adds to the mesh, does and is labelled with. Not thread-safe. */
public final class IncidentBuilder {
    private final String id;
    private final Period period;
    private final List<Alteration> alterations = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final Set<Resource> resources = new LinkedHashSet<>();
    private final List<Step> steps = new ArrayList<>();
    private Scenario whole;

    /**
     * Begins one.
     *
     * @param id unique in the simulation
     * @param period when it happens
     * @param scenario the mesh before it
     */
    public IncidentBuilder(String id, Period period, Scenario scenario) {
        this.id = id;
        this.period = period;
        this.whole = scenario;
    }

    public Period period() {
        return period;
    }

    /** The mesh with what was added so far. */
    public Scenario whole() {
        return whole;
    }

    /** Adds something that was not there before, or changes for good what was. */
    public void add(UnaryOperator<Scenario> change) {
        whole = change.apply(whole);
    }

    /** Changes something for a while. */
    public void alter(Period when, UnaryOperator<Scenario> change) {
        alterations.add(new Alteration(when.from(), when.until(), change));
    }

    /** Says who takes part. */
    public void resource(String name, Role role) {
        resources.add(new Resource(node(name), role));
    }

    /** The same of a node without a name in the scenario. */
    public void resource(SimulatedNode node, Role role) {
        resources.add(new Resource(node, role));
    }

    /** Adds requests, and a step that tells of them. */
    public void stream(String step, Origin origin, String to, Pace pace, Question question, Ending ending) {
        streams.add(new Stream(id + "/" + step + "/" + streams.size(), origin, to, pace, question, ending));
        Instant start = Instant.ofEpochMilli(pace.fromMillis());
        step(step, origin.name(), to, new Period(start, Instant.ofEpochMilli(pace.untilMillis())));
    }

    /** Adds a step. */
    public void step(String name, String from, String to, Period when) {
        steps.add(new Step(name, node(from), node(to, from), protocol(from, to), when.from(), when.until()));
    }

    /** All of it. */
    public Incident build(Label.Category category, String kind, String variant, String strength, String description) {
        Label label = new Label(
                id,
                category,
                kind,
                variant,
                strength,
                period.from(),
                period.until(),
                description,
                List.copyOf(resources),
                steps);
        return new Incident(whole, alterations, streams, label);
    }

    private SimulatedNode node(String name) {
        return node(name, name);
    }

    /** A database or topic is of the cluster of who asks. */
    private SimulatedNode node(String name, String asker) {
        TargetSpec target = whole.targets().get(name);
        ServiceSpec caller = whole.services().get(asker);
        String cluster = caller == null ? whole.clusters().get(0) : caller.cluster();
        if (target instanceof Database database) {
            return database.node(cluster);
        }
        if (target instanceof Topic topic) {
            return topic.node(cluster);
        }
        return target != null
                ? SimulatedNode.external(target.name())
                : whole.service(name).node();
    }

    private String protocol(String from, String to) {
        TargetSpec target = whole.targets().get(to);
        if (target instanceof Database database) {
            return database.system();
        }
        if (target instanceof Topic topic) {
            return topic.system();
        }
        if (target == null) {
            return whole.service(to).protocolName();
        }
        ServiceSpec caller = whole.service(from);
        boolean connections = caller.is(Dialect.Kind.AMBIENT) && !caller.gateway() && !caller.appSpans();
        return connections ? "tcp" : "http";
    }
}
