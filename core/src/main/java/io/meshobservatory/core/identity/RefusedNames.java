/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The names and versions of one window that were not let in. Not thread-safe. */
public final class RefusedNames {
    private final Set<Node> names = new HashSet<>();
    private final Map<Node, Set<String>> versions = new HashMap<>();

    /** Notes that a node was not let in. */
    public void add(Node node) {
        names.add(node);
    }

    /** Notes that a version of a node was not let in. */
    public void add(Node node, String version) {
        versions.computeIfAbsent(node, key -> new HashSet<>()).add(version);
    }

    /** Whether nothing was refused. */
    public boolean isEmpty() {
        return names.isEmpty() && versions.isEmpty();
    }

    /** The nodes that were not let in. */
    public Set<Node> nodes() {
        return Collections.unmodifiableSet(names);
    }

    /** The versions that were not let in, by their nodes, which were. */
    public Map<Node, Set<String>> versions() {
        return Collections.unmodifiableMap(versions);
    }

    boolean has(Node node) {
        return names.contains(node);
    }

    /** An edge as the graph shows it: with overflow nodes and versions in place of what was refused. */
    public Edge replaceIn(Edge edge) {
        if (isEmpty()) {
            return edge;
        }
        return new Edge(
                shown(edge.source()),
                shown(edge.source(), edge.sourceVersion()),
                shown(edge.destination()),
                shown(edge.destination(), edge.destinationVersion()),
                edge.protocol());
    }

    /**
     * How many different names were refused: of nodes on the overflow node, of versions on the node itself.
     *
     * @param timeMillis the time of the facts, milliseconds since the epoch
     */
    public List<Fact> facts(long timeMillis) {
        Map<Node, Map<String, Integer>> counts = new TreeMap<>();
        for (Node node : names) {
            counts.computeIfAbsent(Overflow.of(node), key -> new TreeMap<>()).merge(detail(node), 1, Integer::sum);
        }
        versions.forEach((node, refused) ->
                counts.computeIfAbsent(node, key -> new TreeMap<>()).merge("version", refused.size(), Integer::sum));
        List<Fact> facts = new ArrayList<>();
        counts.forEach((node, details) -> details.forEach((detail, count) ->
                facts.add(new Fact(node, null, FactKind.NAMES_OVERFLOWED, detail, timeMillis, count))));
        return facts;
    }

    private Node shown(Node node) {
        return has(node) ? Overflow.of(node) : node;
    }

    private String shown(Node node, String version) {
        boolean refused = has(node) || versions.getOrDefault(node, Set.of()).contains(version);
        return refused ? Overflow.NAME : version;
    }

    private static String detail(Node node) {
        return switch (node.kind()) {
            case EXTERNAL -> "host";
            case UNKNOWN -> AliasKind.of(node) == AliasKind.NAME ? "service" : "address";
            case SERVICE, DATABASE, MESSAGING, GATEWAY -> "service";
        };
    }
}
