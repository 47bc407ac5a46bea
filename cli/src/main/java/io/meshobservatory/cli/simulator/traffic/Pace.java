/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.traffic;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.cli.simulator.random.Draws;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * When the requests of a stream are sent. What is sent at a moment depends on that moment, the seed and the pace alone.
 * Immutable.
 *
 * @param arrival by chance, or as a clock ticks
 * @param fromMillis begin, milliseconds since the epoch
 * @param untilMillis end, exclusive
 * @param activeMillis how long it goes on from each begin, at least 1
 * @param repeatMillis after how long it begins again; 0 if it does not
 * @param perSecond requests in a second, above 0
 * @param jitter of ticks: how far one can be from its moment, as a ratio of the period in [0, 0.5]
 * @param rampMillis how long it takes to rise from nothing to the full rate, and at the end to fall again
 */
public record Pace(
        Arrival arrival,
        long fromMillis,
        long untilMillis,
        long activeMillis,
        long repeatMillis,
        double perSecond,
        double jitter,
        long rampMillis) {
    private static final long MILLIS = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final double MAX_JITTER = 0.5;

    public enum Arrival {
        /** A Poisson process. */
        POISSON,
        /** One in every period, with jitter. */
        REGULAR
    }

    public Pace {
        requireNonNull(arrival, "arrival");
        if (untilMillis < fromMillis || activeMillis < 1 || (repeatMillis != 0 && repeatMillis < activeMillis)) {
            throw new IllegalArgumentException("pace: from " + fromMillis + " until " + untilMillis + ", active for "
                    + activeMillis + ", every " + repeatMillis + " ms (expected: an end after the begin, and the next"
                    + " begin after the end)");
        }
        if (!(perSecond > 0 && perSecond < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: a number above 0)");
        }
        if (!(jitter >= 0 && jitter <= MAX_JITTER)) {
            throw new IllegalArgumentException("jitter: " + jitter + " (expected: a ratio in [0, 0.5])");
        }
    }

    /** By chance, from one moment to another. */
    public static Pace poisson(long fromMillis, long untilMillis, double perSecond) {
        long active = Math.max(1, untilMillis - fromMillis);
        return new Pace(Arrival.POISSON, fromMillis, untilMillis, active, 0, perSecond, 0, 0);
    }

    /** As a clock ticks, from one moment to another. */
    public static Pace regular(long fromMillis, long untilMillis, long periodMillis, double jitter) {
        long active = Math.max(1, untilMillis - fromMillis);
        double perSecond = (double) MILLIS / periodMillis;
        return new Pace(Arrival.REGULAR, fromMillis, untilMillis, active, 0, perSecond, jitter, 0);
    }

    /** So many requests, spread evenly from one moment to another. */
    public static Pace exactly(int requests, long fromMillis, long untilMillis) {
        return regular(fromMillis, untilMillis, Math.max(1, (untilMillis - fromMillis) / requests), 0.3);
    }

    /** The same with a rise and a fall. */
    public Pace ramping(long millis) {
        return new Pace(arrival, fromMillis, untilMillis, activeMillis, repeatMillis, perSecond, jitter, millis);
    }

    /** The same for so long in every period. */
    public Pace repeating(long active, long every) {
        return new Pace(arrival, fromMillis, untilMillis, active, every, perSecond, jitter, rampMillis);
    }

    /** Whether anything can be sent between two moments. */
    public boolean isActive(long from, long to) {
        return to > fromMillis && from < untilMillis && overlap(from, to) > 0;
    }

    /**
     * Gives the moments of one second, nanoseconds since the epoch, in no order.
     *
     * @param seed of this stream
     */
    public void arrivals(long epochSecond, long seed, LongConsumer nanos) {
        long from = epochSecond * MILLIS;
        if (!isActive(from, from + MILLIS)) {
            return;
        }
        if (arrival == Arrival.REGULAR) {
            ticks(from, from + MILLIS, seed, nanos);
            return;
        }
        SeededRandom random = SeededRandom.of(seed, epochSecond, -2);
        double mean = expected(from, from + MILLIS);
        if (!(mean > 0)) {
            return;
        }
        double offset = random.nextExponential() / mean;
        while (offset < 1) {
            nanos.accept(from * NANOS_PER_MILLI + (long) (offset * MILLIS * NANOS_PER_MILLI));
            offset += random.nextExponential() / mean;
        }
    }

    /** How many are sent between two moments, drawn at once; ticks are counted. */
    public long count(long from, long to, long seed, SeededRandom random) {
        if (!isActive(from, to)) {
            return 0;
        }
        if (arrival == Arrival.POISSON) {
            return Draws.poisson(expected(from, to), random);
        }
        long[] count = {0};
        ticks(from, to, seed, nanos -> count[0]++);
        return count[0];
    }

    /** How many are sent between two moments on average. */
    public double expected(long from, long to) {
        double sum = 0;
        for (long begin = firstBegin(from); begin < to; begin += repeatMillis) {
            long active = Math.max(begin, Math.max(from, fromMillis));
            long over = Math.min(Math.min(to, untilMillis), begin + activeMillis);
            if (over > active) {
                sum += perSecond * ramped(active - begin, over - begin) / MILLIS;
            }
            if (repeatMillis == 0) {
                break;
            }
        }
        return sum;
    }

    private void ticks(long from, long to, long seed, LongConsumer nanos) {
        double period = MILLIS / perSecond;
        for (long begin = firstBegin(from); begin < to; begin += repeatMillis) {
            long first = Math.max(0, (long) Math.floor((from - begin) / period) - 1);
            long last = (long) Math.ceil((to - begin) / period) + 1;
            for (long tick = first; tick <= last; tick++) {
                double shift = jitter * (2 * SeededRandom.of(seed, begin, tick).nextDouble() - 1);
                double at = begin + (tick + 0.5 + shift) * period;
                boolean inside = at >= from && at < to && at >= fromMillis && at < untilMillis;
                if (inside && at < begin + activeMillis) {
                    nanos.accept((long) (at * NANOS_PER_MILLI));
                }
            }
            if (repeatMillis == 0) {
                break;
            }
        }
    }

    private long overlap(long from, long to) {
        long sum = 0;
        for (long begin = firstBegin(from); begin < to; begin += repeatMillis) {
            sum += Math.max(0, Math.min(to, begin + activeMillis) - Math.max(from, begin));
            if (repeatMillis == 0) {
                break;
            }
        }
        return sum;
    }

    /** The last begin before a moment, or the first of all. */
    private long firstBegin(long moment) {
        if (repeatMillis == 0 || moment <= fromMillis) {
            return fromMillis;
        }
        return fromMillis + (moment - fromMillis) / repeatMillis * repeatMillis;
    }

    /** How long it would take at the full rate to send what is sent between two moments since the begin, milliseconds. */
    private double ramped(long from, long to) {
        if (rampMillis == 0) {
            return to - from;
        }
        // between these the rate changes evenly, so that the middle of each part stands for it
        long[] corners = {rampMillis, activeMillis / 2, activeMillis - rampMillis, to};
        Arrays.sort(corners);
        double sum = 0;
        long at = from;
        for (long corner : corners) {
            long next = Math.min(corner, to);
            if (next > at) {
                sum += height((at + next) / 2.0) * (next - at);
                at = next;
            }
        }
        return sum;
    }

    private double height(double sinceBegin) {
        double nearest = Math.min(sinceBegin, activeMillis - sinceBegin);
        return Math.max(0, Math.min(1, nearest / rampMillis));
    }
}
