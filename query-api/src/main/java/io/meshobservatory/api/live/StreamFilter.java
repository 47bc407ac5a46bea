/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.live;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.EdgeRow;
import org.jspecify.annotations.Nullable;

/**
 * Which live edges a client wants: those with either end in a cluster and a namespace. Immutable.
 *
 * @param cluster null for any
 * @param namespace null for any
 */
public record StreamFilter(
        @Nullable String cluster, @Nullable String namespace) {
    boolean matches(EdgeRow row) {
        return matches(row.edge().source()) || matches(row.edge().destination());
    }

    private boolean matches(Node node) {
        return (cluster == null || cluster.equals(node.cluster()))
                && (namespace == null || namespace.equals(node.namespace()));
    }
}
