/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Names;
import io.meshobservatory.core.graph.Node;

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
}
