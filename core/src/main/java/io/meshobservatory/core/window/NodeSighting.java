/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;

/**
 * That a node took part in calls between two times. Sightings of one node are merged by the store: the earliest first
 * and the latest last win, so that writing one twice changes nothing.
 *
 * @param node the node
 * @param firstSeenMillis earliest end of a call, milliseconds since the epoch
 * @param lastSeenMillis latest end of a call
 */
public record NodeSighting(Node node, long firstSeenMillis, long lastSeenMillis) {
    public NodeSighting {
        requireNonNull(node, "node");
    }
}
