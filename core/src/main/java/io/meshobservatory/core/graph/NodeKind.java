/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

/** What a node of the service graph is. The names are part of the public contract (tables, JSON, API). */
public enum NodeKind {
    /** A workload that sends telemetry, or that the mesh's own registry names. */
    SERVICE,
    /** A database, named by its clients. */
    DATABASE,
    /** A topic, queue or broker, named by its producers and consumers. */
    MESSAGING,
    /** An ingress, egress or east-west gateway. */
    GATEWAY,
    /** A host outside the mesh. */
    EXTERNAL,
    /** A peer inside the mesh's network that was never seen to send telemetry. */
    UNKNOWN
}
