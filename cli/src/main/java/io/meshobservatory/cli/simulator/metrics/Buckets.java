/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.metrics;

import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import java.util.Arrays;
import java.util.List;

/** A histogram with the bounds of Envoy and Istio. Not thread-safe. */
final class Buckets {
    private static final double[] BOUNDS = {
        0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
        3_600_000
    };
    private static final List<Double> BOUND_LIST = Arrays.stream(BOUNDS).boxed().toList();

    private final long[] counts = new long[BOUNDS.length + 1];
    private long sum;

    void add(long value, long times) {
        int bucket = 0;
        while (bucket < BOUNDS.length && value > BOUNDS[bucket]) {
            bucket++;
        }
        counts[bucket] += times;
        sum += value * times;
    }

    long sum() {
        return sum;
    }

    long count() {
        return Arrays.stream(counts).sum();
    }

    void clear() {
        Arrays.fill(counts, 0);
        sum = 0;
    }

    void write(HistogramDataPoint.Builder point) {
        point.setCount(count()).setSum(sum).addAllExplicitBounds(BOUND_LIST);
        for (long count : counts) {
            point.addBucketCounts(count);
        }
    }
}
