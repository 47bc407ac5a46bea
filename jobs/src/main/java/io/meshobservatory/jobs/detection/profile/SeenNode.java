/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.detection.rows.StampedRow;
import org.jspecify.annotations.Nullable;

/**
 * That a node was seen in a minute: as the destination of a row, or as one that calls. Immutable.
 *
 * @param node whom it is about
 * @param minuteStartMillis the beginning of the minute, milliseconds since the epoch
 * @param row what somebody called it by; null if the node is the one that called
 */
public record SeenNode(
        Node node, long minuteStartMillis, @Nullable StampedRow row) {
    public SeenNode {
        requireNonNull(node, "node");
    }

    /** Somebody called the node. */
    public static SeenNode called(StampedRow row) {
        return new SeenNode(row.row().edge().destination(), row.row().windowStartMillis(), row);
    }

    /** The node called somebody. */
    public static SeenNode calling(Node node, long minuteStartMillis) {
        return new SeenNode(node, minuteStartMillis, null);
    }
}
