/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.proxy;

/**
 * One end of a connection as a proxy of the mesh knows it. Immutable.
 *
 * @param cluster the cluster's id
 * @param namespace the workload's namespace
 * @param workload the workload, such as {@code reviews-v1}
 * @param service the canonical service
 * @param revision the canonical revision
 * @param version the label {@code version}
 * @param principal its SPIFFE id with scheme, {@value #UNKNOWN} where it has none
 * @param pod the pod's name
 * @param address its IP address
 */
public record Peer(
        String cluster,
        String namespace,
        String workload,
        String service,
        String revision,
        String version,
        String principal,
        String pod,
        String address) {
    /** Istio's word for what it does not know. */
    public static final String UNKNOWN = "unknown";

    /** Istio's revision of a workload without a version. */
    public static final String LATEST = "latest";

    /** Somebody of whom only the address is known. */
    public static Peer unknown(String address) {
        return new Peer(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, LATEST, UNKNOWN, UNKNOWN, "", address);
    }

    /** Whether nothing is known but the address. */
    public boolean isUnknown() {
        return workload.equals(UNKNOWN);
    }

    /** The same with another identity. */
    public Peer withPrincipal(String other) {
        return new Peer(cluster, namespace, workload, service, revision, version, other, pod, address);
    }

    /** The same without an identity, as seen over a connection without mutual TLS. */
    public Peer withoutPrincipal() {
        return new Peer(cluster, namespace, workload, service, revision, version, UNKNOWN, pod, address);
    }
}
