/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.core.window.LatencyHistogram;
import java.util.function.ToLongFunction;

/**
 * A distribution of latencies as a number of equally likely ones, nanoseconds. Immutable.
 */
final class LatencyPool {
    /** Enough for a 99th percentile that is right to a few percent. */
    static final int SIZE = 512;
    /** How many different latencies a row has of one batch of calls at most; each stands for as many calls. */
    private static final int PER_BATCH = 16;

    private final long[] nanos;

    private LatencyPool(long[] nanos) {
        this.nanos = nanos;
    }

    /** Draws the latencies once. */
    static LatencyPool of(SeededRandom random, ToLongFunction<SeededRandom> latency) {
        long[] nanos = new long[SIZE];
        for (int i = 0; i < SIZE; i++) {
            nanos[i] = Math.max(1, latency.applyAsLong(random));
        }
        return new LatencyPool(nanos);
    }

    /** Always the same. */
    static LatencyPool fixed(long nanos) {
        return new LatencyPool(new long[] {nanos});
    }

    long draw(SeededRandom random) {
        return nanos[random.nextInt(nanos.length)];
    }

    /**
     * Adds latencies of some calls to a histogram, each longer by a time.
     *
     * @return their sum, nanoseconds
     */
    long addTo(LatencyHistogram histogram, long calls, long longerNanos, SeededRandom random) {
        int different = (int) Math.min(calls, nanos.length == 1 ? 1 : PER_BATCH);
        long sum = 0;
        for (int i = 0; i < different; i++) {
            long times = calls * (i + 1) / different - calls * i / different;
            long drawn = draw(random) + longerNanos;
            histogram.add(drawn, times);
            sum += drawn * times;
        }
        return sum;
    }
}
