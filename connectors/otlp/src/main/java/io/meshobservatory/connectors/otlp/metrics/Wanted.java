/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.metric.Buckets;
import io.meshobservatory.core.metric.ExplicitBuckets;
import io.meshobservatory.core.metric.ExponentialBuckets;
import io.meshobservatory.core.metric.Reading;
import io.meshobservatory.core.metric.Temporality;
import io.meshobservatory.core.metric.UnusableReason;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import java.util.List;

/** What is read from a point. */
enum Wanted {
    /** How many there were of something. */
    COUNT,
    /** A number of bytes, that only grows. */
    BYTES,
    /** A number that goes up and down. */
    LEVEL,
    /** A level that tells how many seconds remain; it is turned into the time when they are over, seconds since the epoch. */
    SECONDS_LEFT,
    /** A level that is a time in seconds since the epoch, and positive. */
    UNIX_SECONDS,
    /** The sum of a histogram. */
    HISTOGRAM_SUM,
    /** A histogram of milliseconds. */
    LATENCIES;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Up to here, sums stay exact enough; no proxy counts so far. */
    private static final double MAX_AMOUNT = 0x1p62;

    /** What is counted is multiplied by 2^16 later ({@link io.meshobservatory.core.telemetry.SampleWeight#ONE}). */
    private static final long MAX_COUNT = 1L << 46;

    /** How the value is to be followed. */
    Temporality temporality(RawPoint point) throws UnusablePointException {
        if (this == LEVEL || this == SECONDS_LEFT || this == UNIX_SECONDS) {
            return Temporality.LEVEL;
        }
        return switch (point.temporality()) {
            case AGGREGATION_TEMPORALITY_CUMULATIVE -> Temporality.CUMULATIVE;
            case AGGREGATION_TEMPORALITY_DELTA -> Temporality.DELTA;
            default ->
                throw new UnusablePointException(
                        point.accumulates() ? UnusableReason.UNSPECIFIED_TEMPORALITY : UnusableReason.UNEXPECTED_TYPE);
        };
    }

    /** The value. */
    Reading read(RawPoint point) throws UnusablePointException {
        boolean distribution = this == HISTOGRAM_SUM || this == LATENCIES;
        if (point.isNumber() == distribution || ((this == COUNT || this == BYTES) && !point.accumulates())) {
            throw new UnusablePointException(UnusableReason.UNEXPECTED_TYPE);
        }
        return switch (this) {
            case COUNT -> Reading.count(amount(point.number(), MAX_COUNT));
            case BYTES -> Reading.count(amount(point.number(), MAX_AMOUNT));
            case HISTOGRAM_SUM -> Reading.sum(amount(sum(point), MAX_AMOUNT), count(point));
            case LATENCIES -> Reading.latencies(amount(sum(point) * NANOS_PER_MILLI, MAX_AMOUNT), buckets(point));
            case LEVEL -> Reading.level(level(point.number()));
            case UNIX_SECONDS -> Reading.level(time(point.number()));
            case SECONDS_LEFT ->
                Reading.level(time(Math.rint(point.timeNanos() / NANOS_PER_SECOND + level(point.number()))));
        };
    }

    private static long amount(double number, double max) throws UnusablePointException {
        if (!(number >= 0 && number <= max)) {
            throw new UnusablePointException(UnusableReason.NOT_A_COUNT);
        }
        return Math.round(number);
    }

    private static double level(double number) throws UnusablePointException {
        if (!Double.isFinite(number)) {
            throw new UnusablePointException(UnusableReason.NOT_A_LEVEL);
        }
        return number;
    }

    private static double time(double seconds) throws UnusablePointException {
        if (!(level(seconds) > 0)) {
            throw new UnusablePointException(UnusableReason.NOT_A_LEVEL);
        }
        return seconds;
    }

    private static double sum(RawPoint point) throws UnusablePointException {
        HistogramDataPoint histogram = point.histogram();
        ExponentialHistogramDataPoint exponential = point.exponential();
        if (histogram != null && histogram.hasSum()) {
            return histogram.getSum();
        }
        if (exponential != null && exponential.hasSum()) {
            return exponential.getSum();
        }
        throw new UnusablePointException(UnusableReason.MALFORMED_HISTOGRAM);
    }

    private static long count(RawPoint point) throws UnusablePointException {
        HistogramDataPoint histogram = point.histogram();
        ExponentialHistogramDataPoint exponential = point.exponential();
        long count = histogram != null ? histogram.getCount() : exponential != null ? exponential.getCount() : 0;
        if (count < 0 || count > MAX_COUNT) {
            throw new UnusablePointException(UnusableReason.MALFORMED_HISTOGRAM);
        }
        return count;
    }

    private static Buckets buckets(RawPoint point) throws UnusablePointException {
        HistogramDataPoint histogram = point.histogram();
        ExponentialHistogramDataPoint exponential = point.exponential();
        try {
            if (histogram != null) {
                double[] bounds = histogram.getExplicitBoundsList().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                return new ExplicitBuckets(bounds, array(histogram.getBucketCountsList()));
            }
            if (exponential != null && isPositive(exponential)) {
                return new ExponentialBuckets(
                        exponential.getScale(),
                        bucket(exponential.getZeroCount()),
                        exponential.getPositive().getOffset(),
                        array(exponential.getPositive().getBucketCountsList()));
            }
        } catch (IllegalArgumentException malformed) {
            throw new UnusablePointException(UnusableReason.MALFORMED_HISTOGRAM);
        }
        throw new UnusablePointException(UnusableReason.MALFORMED_HISTOGRAM);
    }

    /** Latencies are never negative. */
    private static boolean isPositive(ExponentialHistogramDataPoint exponential) {
        return exponential.getNegative().getBucketCountsList().stream().allMatch(count -> count == 0);
    }

    private static long[] array(List<Long> counts) {
        return counts.stream().mapToLong(Wanted::bucket).toArray();
    }

    private static long bucket(long count) {
        if (count > MAX_COUNT) {
            throw new IllegalArgumentException("bucket with " + count + " (expected: at most " + MAX_COUNT + ")");
        }
        return count;
    }
}
