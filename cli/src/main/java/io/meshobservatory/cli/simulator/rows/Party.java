/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * One end of an edge. Immutable.
 *
 * @param node as the graph names it
 * @param version as far as told
 * @param service the service that it is, null for others
 */
record Party(SimulatedNode node, String version, @Nullable ServiceSpec service) {
    static Party of(ServiceSpec service, VersionSpec version) {
        return new Party(service.node(), service.told(version), service);
    }

    /** A service of which no version was chosen. */
    static Party of(ServiceSpec service) {
        return new Party(service.node(), SimulatedNode.UNKNOWN, service);
    }

    static Party of(SimulatedNode node) {
        return new Party(node, SimulatedNode.UNKNOWN, null);
    }
}
