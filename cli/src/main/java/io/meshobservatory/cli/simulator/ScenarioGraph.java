/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.TargetSpec.Consumer;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.graph.StatedEdge;
import io.meshobservatory.cli.simulator.graph.VersionPair;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who calls whom in a scenario, by which signals that is seen, and how the service graph should name it: everything that
 * can happen, however rarely.
 */
public final class ScenarioGraph {
    private static final Set<Signal> PROXIES = EnumSet.of(Signal.METRICS, Signal.ACCESS_LOGS);

    private final Scenario scenario;
    private final Map<SimulatedEdge, StatedEdge> edges = new TreeMap<>();
    private final Set<String> visited = new HashSet<>();

    private ScenarioGraph(Scenario scenario) {
        this.scenario = scenario;
    }

    /** All edges, sorted. */
    public static Collection<StatedEdge> of(Scenario scenario) {
        ScenarioGraph graph = new ScenarioGraph(scenario);
        scenario.entries().forEach(graph::addEntry);
        return List.copyOf(graph.edges.values());
    }

    private void addEntry(EntrySpec entry) {
        ServiceSpec service = scenario.service(entry.to());
        String via = entry.via();
        if (via == null) {
            addUntold(entry, service);
        } else {
            ServiceSpec gateway = scenario.service(via);
            if (gateway.spawnsUpstreamSpans() || !gateway.hasEnvoy()) {
                SimulatedEdge arrival =
                        new SimulatedEdge(SimulatedNode.INTERNET, gateway.node(), service.protocolName());
                add("internet", gateway.name(), arrival, EnumSet.of(Signal.TRACES), untoldSource(gateway));
            }
            addCall(gateway, gateway.versions(), service);
        }
        visit(service);
    }

    /** Spans and logs tell the caller's address; counters not even that. */
    private void addUntold(EntrySpec entry, ServiceSpec service) {
        SimulatedNode caller = entry.caller(service);
        Set<Signal> signals = EnumSet.of(Signal.TRACES);
        if (reports(service)) {
            signals.add(Signal.ACCESS_LOGS);
            addNobody(service);
        }
        SimulatedEdge edge = new SimulatedEdge(caller, service.node(), service.protocolName());
        add(entry.name(), service.name(), edge, signals, untoldSource(service));
    }

    private void addNobody(ServiceSpec service) {
        SimulatedNode nobody = new SimulatedNode(
                service.cluster(), SimulatedNode.UNKNOWN, SimulatedNode.UNKNOWN, SimulatedNode.Kind.UNKNOWN);
        SimulatedEdge edge = new SimulatedEdge(nobody, service.node(), service.protocolName());
        add(SimulatedNode.UNKNOWN, service.name(), edge, EnumSet.of(Signal.METRICS), untoldSource(service));
    }

    private void visit(ServiceSpec service) {
        if (!visited.add(service.name())) {
            return;
        }
        for (VersionSpec version : service.versions()) {
            if (version.weight() > 0) {
                addCalls(service, List.of(version), version.calls());
            }
        }
    }

    private void addCalls(ServiceSpec caller, List<VersionSpec> versions, List<CallSpec> calls) {
        for (CallSpec call : calls) {
            if (call.probability() == 0) {
                continue;
            }
            TargetSpec target = scenario.targets().get(call.to());
            if (target == null) {
                ServiceSpec callee = scenario.service(call.to());
                addCall(caller, versions, callee);
                visit(callee);
            } else {
                addTarget(caller, versions, target);
            }
        }
    }

    private void addCall(ServiceSpec caller, List<VersionSpec> versions, ServiceSpec callee) {
        SimulatedEdge edge = new SimulatedEdge(caller.node(), callee.node(), callee.protocolName());
        SortedSet<VersionPair> pairs = pairs(caller, versions, callee);
        if (callee.protocol() == Protocol.TCP) {
            add(caller.name(), callee.name(), edge, PROXIES, pairs);
            return;
        }
        Set<Signal> signals = EnumSet.of(Signal.TRACES);
        boolean counted = caller.mesh().isIstio() && caller.hasEnvoy();
        if (counted || reports(callee)) {
            signals.add(Signal.ACCESS_LOGS);
            if (counted || caller.mesh().isIstio()) {
                signals.add(Signal.METRICS);
            } else {
                addNobody(callee);
            }
        }
        add(caller.name(), callee.name(), edge, signals, pairs);
        boolean tunnelled = (isTunnelled(caller) || isTunnelled(callee)) && !callee.hasWaypoint();
        if (tunnelled) {
            SimulatedEdge connection = new SimulatedEdge(edge.source(), edge.destination(), "tcp");
            add(caller.name(), callee.name(), connection, PROXIES, pairs);
        }
    }

    private void addTarget(ServiceSpec caller, List<VersionSpec> versions, TargetSpec target) {
        SortedSet<VersionPair> pairs = new TreeSet<>();
        versions.forEach(version -> pairs.add(new VersionPair(caller.told(version), SimulatedNode.UNKNOWN)));
        SimulatedNode source = caller.node();
        Set<Signal> signals = EnumSet.of(Signal.TRACES);
        if (target instanceof Database database) {
            SimulatedEdge edge = new SimulatedEdge(source, database.node(caller.cluster()), database.system());
            add(caller.name(), target.name(), edge, signals, pairs);
        } else if (target instanceof Topic topic) {
            SimulatedNode node = topic.node(caller.cluster());
            add(caller.name(), target.name(), new SimulatedEdge(source, node, topic.system()), signals, pairs);
            topic.consumers().forEach(consumer -> addConsumer(topic, node, consumer));
        } else {
            if (caller.mesh().isIstio() && caller.hasEnvoy()) {
                signals.addAll(PROXIES);
            }
            SimulatedNode host = SimulatedNode.external(target.name());
            if (isTunnelled(caller)) {
                add(caller.name(), target.name(), new SimulatedEdge(source, host, "tcp"), PROXIES, pairs);
            }
            add(caller.name(), target.name(), new SimulatedEdge(source, host, "http"), signals, pairs);
        }
    }

    private void addConsumer(Topic topic, SimulatedNode node, Consumer consumer) {
        ServiceSpec service = scenario.service(consumer.service());
        boolean tells = topic.delivery() != TargetSpec.Delivery.LINK_ONLY;
        SimulatedNode told = tells ? topic.node(service.cluster()) : node;
        SimulatedEdge edge = new SimulatedEdge(told, service.node(), topic.system());
        add(topic.name(), service.name(), edge, EnumSet.of(Signal.TRACES), untoldSource(service));
        addCalls(service, service.versions(), consumer.calls());
    }

    private void add(String from, String to, SimulatedEdge edge, Set<Signal> signals, SortedSet<VersionPair> versions) {
        StatedEdge known = edges.get(edge);
        Set<Signal> all = EnumSet.copyOf(signals);
        SortedSet<VersionPair> pairs = new TreeSet<>(versions);
        if (known != null) {
            all.addAll(known.seenIn());
            pairs.addAll(known.versions());
        }
        edges.put(edge, new StatedEdge(from, to, edge, all, pairs));
    }

    private static SortedSet<VersionPair> pairs(ServiceSpec caller, List<VersionSpec> versions, ServiceSpec callee) {
        SortedSet<VersionPair> pairs = new TreeSet<>();
        for (VersionSpec source : versions) {
            for (VersionSpec destination : callee.versions()) {
                if (destination.weight() > 0) {
                    pairs.add(new VersionPair(caller.told(source), callee.told(destination)));
                }
            }
        }
        return pairs;
    }

    private static SortedSet<VersionPair> untoldSource(ServiceSpec callee) {
        SortedSet<VersionPair> pairs = new TreeSet<>();
        callee.versions().forEach(version -> pairs.add(new VersionPair(SimulatedNode.UNKNOWN, callee.told(version))));
        return pairs;
    }

    /** Whether a proxy of Istio in front of a service counts and logs its requests. */
    private static boolean reports(ServiceSpec service) {
        return service.is(Dialect.Kind.ISTIO) || service.hasWaypoint();
    }

    private static boolean isTunnelled(ServiceSpec service) {
        return service.is(Dialect.Kind.AMBIENT) && !service.gateway();
    }
}
