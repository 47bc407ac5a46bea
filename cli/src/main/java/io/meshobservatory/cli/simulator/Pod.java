/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.proxy.Peer;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a version of a service. Immutable.
 *
 * @param service what it is an instance of
 * @param version its version
 * @param peer how proxies know it
 * @param node how the service graph should name it
 * @param toldVersion its version as far as spans tell it
 * @param proxy the proxy beside it, or that it is; null where there is none
 * @param ztunnel the node's ztunnel, of ambient meshes
 * @param appExporter the exporter of its application, null if that is not instrumented
 */
record Pod(
        ServiceSpec service,
        VersionSpec version,
        Peer peer,
        SimulatedNode node,
        String toldVersion,
        @Nullable Proxy proxy,
        @Nullable Proxy ztunnel,
        @Nullable Exporter appExporter) {
    /** Its IP address. */
    String address() {
        return peer.address();
    }

    /** Whether connections between two instances are secured by mutual TLS. */
    static boolean mutualTls(Pod one, Pod other) {
        return one.service.isSecured() && other.service.isSecured();
    }
}
