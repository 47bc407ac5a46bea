/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Workload;

/**
 * A name under which others may have seen a workload before it told of itself: its address, or its bare name. Immutable.
 *
 * @param name the node of kind {@link NodeKind#UNKNOWN} that others would make of it
 * @param workload who it is
 * @param timeMillis when that was so, milliseconds since the epoch: addresses are given to others later
 */
public record Alias(Node name, Workload workload, long timeMillis) {
    public Alias {
        requireNonNull(name, "name");
        requireNonNull(workload, "workload");
    }

    /** The same claim, for those who do not tell the cluster. */
    public Alias withoutCluster() {
        Node placeless = new Node(Node.UNKNOWN_NAME, name.namespace(), name.name(), NodeKind.UNKNOWN);
        return new Alias(placeless, workload, timeMillis);
    }

    /** The name under which an address in a cluster is known. */
    public static Node ofAddress(String cluster, String address) {
        return new Node(cluster, Node.UNKNOWN_NAME, address, NodeKind.UNKNOWN);
    }

    /** The name under which a service is known to those who only call it by its name. */
    public static Node ofName(Node service) {
        return new Node(service.cluster(), service.namespace(), service.name(), NodeKind.UNKNOWN);
    }

    /** The name under which a service is known to those who call it by its name and do not tell the namespace. */
    public static Node ofBareName(Node service) {
        return new Node(service.cluster(), Node.UNKNOWN_NAME, service.name(), NodeKind.UNKNOWN);
    }
}
