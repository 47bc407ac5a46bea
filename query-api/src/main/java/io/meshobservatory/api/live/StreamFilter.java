/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.live;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.Evidence;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.EdgeRow;
import org.jspecify.annotations.Nullable;

/**
 * Which live edges and alerts a client wants: edges with either end in a cluster and a namespace, and alerts that are about a
 * node there or have it in their evidence. Immutable.
 *
 * @param cluster null for any
 * @param namespace null for any
 */
public record StreamFilter(
        @Nullable String cluster, @Nullable String namespace) {
    boolean matches(EdgeRow row) {
        return matches(row.edge().source()) || matches(row.edge().destination());
    }

    boolean matches(Alert alert) {
        return alert.resources().stream().anyMatch(this::matches)
                || alert.evidence().stream().anyMatch(this::matches);
    }

    private boolean matches(Evidence evidence) {
        Node destination = evidence.destination();
        return matches(evidence.source()) || (destination != null && matches(destination));
    }

    private boolean matches(Node node) {
        return (cluster == null || cluster.equals(node.cluster()))
                && (namespace == null || namespace.equals(node.namespace()));
    }
}
