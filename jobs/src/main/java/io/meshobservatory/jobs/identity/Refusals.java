/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.RefusedNames;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.MapState;

/** Which names of the current key were refused in the windows that may still change, in Flink's state. Not thread-safe. */
final class Refusals {
    private final MapState<RefusedName, Boolean> state;

    Refusals(MapState<RefusedName, Boolean> state) {
        this.state = state;
    }

    /** Remembers what was refused in a window. */
    void add(long windowStartMillis, RefusedNames refused) throws Exception {
        for (Node node : refused.nodes()) {
            state.put(new RefusedName(windowStartMillis, node, RefusedName.ALL), true);
        }
        for (Map.Entry<Node, Set<String>> versions : refused.versions().entrySet()) {
            for (String version : versions.getValue()) {
                state.put(new RefusedName(windowStartMillis, versions.getKey(), version), true);
            }
        }
    }

    /** An edge of a window, with overflow nodes and versions in place of what was refused in it. */
    Edge replaceIn(Edge edge, long windowStartMillis) throws Exception {
        if (state.isEmpty()) {
            return edge;
        }
        RefusedNames refused = new RefusedNames();
        recall(windowStartMillis, edge.source(), edge.sourceVersion(), refused);
        recall(windowStartMillis, edge.destination(), edge.destinationVersion(), refused);
        return refused.replaceIn(edge);
    }

    /** Forgets the windows whose last millisecond is not after a time, in milliseconds since the epoch. */
    void forget(long timeMillis) throws Exception {
        for (Iterator<RefusedName> all = state.keys().iterator(); all.hasNext(); ) {
            if (SumKey.lastMillis(all.next().windowStartMillis()) <= timeMillis) {
                all.remove();
            }
        }
        if (state.isEmpty()) {
            // on the heap, a map that became empty would remain
            state.clear();
        }
    }

    private void recall(long windowStartMillis, Node node, String version, RefusedNames into) throws Exception {
        if (state.contains(new RefusedName(windowStartMillis, node, RefusedName.ALL))) {
            into.add(node);
        } else if (state.contains(new RefusedName(windowStartMillis, node, version))) {
            into.add(node, version);
        }
    }
}
