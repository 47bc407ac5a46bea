/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import java.util.Objects;

/** What a signal must have to do with the one before it in a pattern. */
enum Link {
    /** Nothing: it is the first. */
    FIRST,
    /** The same workload did it. */
    SAME_SOURCE,
    /** The same workload did it to the same other. */
    SAME_EDGE,
    /** The same edge, in a later minute. */
    SAME_EDGE_LATER,
    /** It was done to the same workload, in a later minute. */
    SAME_DESTINATION_LATER,
    /** The same workload again, to another one or about something else, or in a later minute. */
    SAME_SOURCE_AGAIN,
    /** It went on from where the one before led to, and not back. */
    ONWARD;

    /** Whether a signal hangs together with an earlier one. */
    boolean holds(Signal earlier, Signal later) {
        boolean sameSource = earlier.source().equals(later.source());
        boolean sameDestination = Objects.equals(earlier.destination(), later.destination());
        boolean laterMinute = later.startMillis() > earlier.startMillis();
        return switch (this) {
            case FIRST -> true;
            case SAME_SOURCE -> sameSource;
            case SAME_EDGE -> sameSource && sameDestination;
            case SAME_EDGE_LATER -> sameSource && sameDestination && laterMinute;
            case SAME_DESTINATION_LATER -> sameDestination && laterMinute;
            case SAME_SOURCE_AGAIN ->
                sameSource
                        && (laterMinute
                                || !sameDestination
                                || !earlier.subject().equals(later.subject()));
            case ONWARD -> isOnward(earlier, later);
        };
    }

    private static boolean isOnward(Signal earlier, Signal later) {
        Node reached = earlier.destination();
        return reached != null
                && reached.equals(later.source())
                && !earlier.source().equals(later.destination());
    }
}
