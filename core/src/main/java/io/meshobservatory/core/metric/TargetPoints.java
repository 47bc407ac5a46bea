/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What one request tells of one target. Immutable by convention: the lists must not be written to.
 *
 * @param target the identity of the target, the same in all its requests; a short text
 * @param view through which of the target's views it was read, for instance one of two ports; the least is the best one
 * @param address the node that others make of its address; where that is not told, of its name
 * @param identity whose proxy it is, as far as this request tells
 * @param seenNanos the times at which it was read, with whatever points, nanoseconds since the epoch, ascending
 * @param points the points that mean something
 */
public record TargetPoints(
        String target,
        String view,
        Node address,
        TargetIdentity identity,
        List<Long> seenNanos,
        List<MetricPoint> points) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    public TargetPoints {
        requireNonNull(target, "target");
        requireNonNull(view, "view");
        requireNonNull(address, "address");
        requireNonNull(identity, "identity");
        requireNonNull(seenNanos, "seenNanos");
        requireNonNull(points, "points");
    }

    /** The last millisecond before a point's time: the window in which it falls is where its increase ends. */
    public static long lastMillisBefore(long timeNanos) {
        return Math.floorDiv(timeNanos, NANOS_PER_MILLI) - 1;
    }

    /** What of it falls into times of which {@link #lastMillisBefore} is accepted. */
    public TargetPoints only(LongPredicate lastMillis) {
        List<Long> seen = new ArrayList<>();
        for (long nanos : seenNanos) {
            if (lastMillis.test(lastMillisBefore(nanos))) {
                seen.add(nanos);
            }
        }
        List<MetricPoint> kept = new ArrayList<>();
        for (MetricPoint point : points) {
            if (lastMillis.test(lastMillisBefore(point.timeNanos()))) {
                kept.add(point);
            }
        }
        return new TargetPoints(target, view, address, identity, seen, kept);
    }

    /** Whether nothing is left. */
    public boolean isEmpty() {
        return seenNanos.isEmpty() && points.isEmpty();
    }
}
