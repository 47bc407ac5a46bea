/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Names;
import io.meshobservatory.core.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Who emitted a span: a node and its version. Immutable, and shared between the spans of one resource.
 *
 * @param node the emitting service or gateway
 * @param version its version, {@link Node#UNKNOWN_NAME} where not told; cut to 63 bytes like those of an edge
 */
public record Workload(Node node, String version) {
    public Workload {
        requireNonNull(node, "node");
        version = Names.limit(requireNonNull(version, "version"), Names.MAX_LABEL_BYTES);
    }

    /** Written out, as that of {@link Node}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Workload that && node.equals(that.node) && version.equals(that.version);
    }

    @Override
    public int hashCode() {
        return node.hashCode() * 31 + version.hashCode();
    }
}
