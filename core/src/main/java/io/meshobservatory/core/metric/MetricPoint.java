/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * One point of a series that means something. Immutable.
 *
 * @param series which series of its target
 * @param meaning what its numbers are about
 * @param temporality what the value means
 * @param startNanos when the counting began, nanoseconds since the epoch; 0 where not told
 * @param timeNanos when it was read, nanoseconds since the epoch, greater than 0
 * @param reading the value
 */
public record MetricPoint(
        SeriesId series,
        SeriesMeaning meaning,
        Temporality temporality,
        long startNanos,
        long timeNanos,
        Reading reading) {
    /** The order in which points are processed: the same whatever the order in which they came. */
    static final Comparator<MetricPoint> ORDER = Comparator.comparingLong(MetricPoint::timeNanos)
            .thenComparing(MetricPoint::series)
            .thenComparingLong(MetricPoint::startNanos)
            .thenComparingLong(point -> point.reading().amount())
            .thenComparingDouble(point -> point.reading().level());

    public MetricPoint {
        requireNonNull(series, "series");
        requireNonNull(meaning, "meaning");
        requireNonNull(temporality, "temporality");
        requireNonNull(reading, "reading");
    }
}
