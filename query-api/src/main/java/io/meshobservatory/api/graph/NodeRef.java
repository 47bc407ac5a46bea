/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.core.graph.Node;

/** A node in the public form: all four parts together are its identity. */
public record NodeRef(String cluster, String namespace, String name, String kind) {
    public static NodeRef of(Node node) {
        return new NodeRef(
                node.cluster(), node.namespace(), node.name(), node.kind().name());
    }
}
