/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import io.meshobservatory.core.graph.Node;

/** What stands for all names that were not let in. */
public final class Overflow {
    /** The name of an overflow node, its namespace, and any version beyond the limit. */
    public static final String NAME = "(overflow)";

    private Overflow() {}

    /** The node that stands for a node that was not let in: of the same cluster and kind. */
    public static Node of(Node refused) {
        return new Node(refused.cluster(), NAME, NAME, refused.kind());
    }
}
