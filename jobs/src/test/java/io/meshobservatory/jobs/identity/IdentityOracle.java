/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.identity.AliasHistory;
import io.meshobservatory.core.identity.EdgeEnd;
import io.meshobservatory.core.identity.NameRegistry;
import io.meshobservatory.core.identity.NameUse;
import io.meshobservatory.core.identity.RefusedNames;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.config.NameLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What the stage must give in the end: knows all aliases from the start, then goes through the windows in their order. */
final class IdentityOracle {
    private final long latenessMillis;
    private final NameLimits limits;
    private final List<Fact> facts = new ArrayList<>();

    IdentityOracle(long latenessMillis, NameLimits limits) {
        this.latenessMillis = latenessMillis;
        this.limits = limits;
    }

    List<EdgeDelta> edges(List<EdgeDelta> deltas, List<Alias> aliases) {
        Map<Node, AliasHistory> histories = new HashMap<>();
        for (Alias alias : aliases) {
            for (Node name : List.of(alias.name(), alias.withoutCluster().name())) {
                histories.computeIfAbsent(name, key -> new AliasHistory()).add(alias.workload(), alias.timeMillis());
            }
        }
        Map<String, TreeMap<Long, List<EdgeDelta>>> byObserver = new HashMap<>();
        for (EdgeDelta delta : deltas) {
            Edge edge = delta.edge();
            for (EdgeEnd end : EdgeEnd.values()) {
                edge = end.identified(edge, owner(histories, name(end, delta.edge()), delta.windowStartMillis()));
            }
            byObserver
                    .computeIfAbsent(AdmitNames.observer(edge), observer -> new TreeMap<>())
                    .computeIfAbsent(delta.windowStartMillis(), window -> new ArrayList<>())
                    .add(new EdgeDelta(edge, delta.windowStartMillis(), delta.vantage(), delta.changes()));
        }
        List<EdgeDelta> admitted = new ArrayList<>();
        byObserver.values().forEach(windows -> admitted.addAll(admit(windows)));
        return admitted;
    }

    /** All facts here are counts. */
    List<FactRow> factRows() {
        Map<FactRow, Double> sums = new TreeMap<>(Comparator.comparing(FactRow::toString));
        for (Fact fact : facts) {
            long minute = WindowSize.ONE_MINUTE.startMillis(fact.timeMillis());
            sums.merge(
                    new FactRow(minute, fact.node(), fact.peer(), fact.kind(), fact.detail(), 0),
                    fact.value(),
                    Double::sum);
        }
        List<FactRow> rows = new ArrayList<>();
        sums.forEach((row, sum) ->
                rows.add(new FactRow(row.windowStartMillis(), row.node(), row.peer(), row.kind(), row.detail(), sum)));
        return rows;
    }

    private List<EdgeDelta> admit(TreeMap<Long, List<EdgeDelta>> windows) {
        NameRegistry registry = new NameRegistry(new Names(), limits.namesPerCluster(), limits.versionsPerNode());
        List<EdgeDelta> admitted = new ArrayList<>();
        windows.forEach((start, deltas) -> {
            RefusedNames refused =
                    registry.admit(start, deltas.stream().map(EdgeDelta::edge).toList());
            for (EdgeDelta delta : deltas) {
                admitted.add(new EdgeDelta(refused.replaceIn(delta.edge()), start, delta.vantage(), delta.changes()));
            }
            facts.addAll(refused.facts(start + WindowSize.TEN_SECONDS.millis() - 1));
        });
        return admitted;
    }

    private @Nullable Workload owner(Map<Node, AliasHistory> histories, Node name, long window) {
        return histories.getOrDefault(name, new AliasHistory()).owner(name, window, latenessMillis);
    }

    /** By what an end is looked up; a node that has no name to be looked up by stands for itself, and nobody claims it. */
    private static Node name(EdgeEnd end, Edge edge) {
        Node node = end.node(edge);
        boolean service = node.kind() == NodeKind.SERVICE || node.kind() == NodeKind.GATEWAY;
        boolean halfTold = node.cluster().equals("unknown") || node.namespace().equals("unknown");
        boolean unanswered =
                end == EdgeEnd.DESTINATION && edge.destinationVersion().equals("unknown");
        return service && (halfTold || unanswered)
                ? new Node(node.cluster(), node.namespace(), node.name(), NodeKind.UNKNOWN)
                : node;
    }

    private static final class Names implements NameRegistry.Store {
        private final Map<Node, NameUse> kept = new HashMap<>();

        @Override
        public @Nullable NameUse get(Node node) {
            return kept.get(node);
        }

        @Override
        public void put(Node node, NameUse use) {
            kept.put(node, use);
        }

        @Override
        public void remove(Node node) {
            kept.remove(node);
        }

        @Override
        public void forEach(BiConsumer<Node, NameUse> visitor) {
            kept.forEach(visitor);
        }
    }
}
