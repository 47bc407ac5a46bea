/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.graph.Node;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds services that do not forward trace headers, by the edges of a graph: others call them, and yet their sidecars find
 * no trace context in the calls that they make. A service that nobody else calls may rightly begin traces. Not thread-safe.
 */
public final class LostContexts {
    /** What such a service is called among findings; part of the public contract. */
    public static final String FINDING = "trace_context_not_forwarded";

    private final SortedMap<Node, Long> lost = new TreeMap<>();
    private final Set<Node> called = new HashSet<>();

    /**
     * Adds an edge, or a part of one.
     *
     * @param calls calls that were counted, by whatever signal; connections alone carry no trace context
     * @param coverage what traces saw
     */
    public void add(Node source, Node destination, long calls, Coverage coverage) {
        if (coverage.contextLost() > 0) {
            lost.merge(source, coverage.contextLost(), Long::sum);
        }
        if (!source.equals(destination) && calls + coverage.sampledCalls() > 0) {
            called.add(destination);
        }
    }

    /** How many recorded calls show that a service does not forward trace headers; 0 if there is no such finding. */
    public long callsOf(Node node) {
        return called.contains(node) ? lost.getOrDefault(node, 0L) : 0;
    }

    /** The services that do not forward trace headers, with how many recorded calls show it. */
    public SortedMap<Node, Long> services() {
        SortedMap<Node, Long> services = new TreeMap<>();
        for (Map.Entry<Node, Long> entry : lost.entrySet()) {
            if (called.contains(entry.getKey())) {
                services.put(entry.getKey(), entry.getValue());
            }
        }
        return services;
    }
}
