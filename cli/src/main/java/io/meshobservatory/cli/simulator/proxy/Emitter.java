/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.proxy;

/**
 * A proxy as the source of metrics and access logs. Immutable.
 *
 * @param key its place among all of the mesh, for an order that does not depend on hashes
 * @param generation how often it was restarted before, from the epoch on
 * @param kind what it is
 * @param self the workload that it belongs to
 * @param node the Kubernetes node
 */
public record Emitter(int key, long generation, Kind kind, Peer self, String node) {
    /** The kinds of proxies. */
    public enum Kind {
        SIDECAR,
        GATEWAY,
        WAYPOINT,
        ZTUNNEL
    }
}
