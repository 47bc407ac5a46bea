/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in calls, and who of it tells.
 *
 * @param node what it is
 * @param version its version
 * @param proxy the dialect of its proxy, null where it has none
 * @param app the dialect of its application, null where that tells nothing
 * @param doubleSpan whether its gateway makes a SERVER span and a child for what it sends on
 * @param forwards whether the application hands trace headers on
 * @param appKnowsItself whether the application tells namespace and version
 * @param tellsWeight whether its spans carry the trace state
 * @param principals whether its server spans carry the identities of both sides
 * @param address the address of its pod
 * @param callerAddress the address under which those that it calls see it
 * @param skewNanos how much its clock is wrong
 */
record Party(
        Node node,
        String version,
        @Nullable Dialect proxy,
        @Nullable Dialect app,
        boolean doubleSpan,
        boolean forwards,
        boolean appKnowsItself,
        boolean tellsWeight,
        boolean principals,
        String address,
        String callerAddress,
        long skewNanos) {
    String host() {
        return node.name() + "." + node.namespace() + ".svc.cluster.local";
    }

    /** Whether anybody tells anything of it. */
    boolean isSilent() {
        return proxy == null && app == null;
    }

    String principal() {
        return "spiffe://cluster.local/ns/" + node.namespace() + "/sa/" + node.name();
    }

    /** Whom the called side sees: an address. */
    Node asCaller(String cluster) {
        return new Node(cluster, Node.UNKNOWN_NAME, callerAddress, NodeKind.UNKNOWN);
    }

    /** Whom the calling side sees: the mesh's name of the service, in its own cluster. */
    Node asCallee(String cluster) {
        return new Node(cluster, node.namespace(), node.name(), NodeKind.SERVICE);
    }
}
