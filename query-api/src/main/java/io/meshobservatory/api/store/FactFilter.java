/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import io.meshobservatory.core.graph.NodeKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which facts are wanted; null stands for any.
 *
 * @param node the node that they are about
 * @param peer the other side
 * @param fact what they tell, by label
 */
public record FactFilter(End node, End peer, @Nullable String fact) {
    /**
     * One side of a fact; null stands for any.
     *
     * @param cluster its cluster
     * @param namespace its namespace
     * @param name its name
     * @param kind what it is
     */
    public record End(
            @Nullable String cluster,
            @Nullable String namespace,
            @Nullable String name,
            @Nullable NodeKind kind) {
        /** Any side. */
        public static final End ANY = new End(null, null, null, null);
    }

    /** The columns that must have a value, and the values. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        put(values, "", node);
        put(values, "peer_", peer);
        if (fact != null) {
            values.put("fact", fact);
        }
        return values;
    }

    private static void put(Map<String, String> values, String prefix, End end) {
        if (end.cluster() != null) {
            values.put(prefix + "cluster", end.cluster());
        }
        if (end.namespace() != null) {
            values.put(prefix + "namespace", end.namespace());
        }
        if (end.name() != null) {
            values.put(prefix + "name", end.name());
        }
        if (end.kind() != null) {
            values.put(prefix + "kind", end.kind().name());
        }
    }
}
