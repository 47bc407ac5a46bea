/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.micro;

import io.meshobservatory.core.window.LatencyHistogram;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The latency sketch: adding one latency, merging two windows, reading the three quantiles of a row. Latencies are
 * log-normal, as those of a service are: median 5 ms, and one in a hundred above 50 ms.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SketchBenchmark {
    private static final int LATENCIES = 1 << 16;
    private static final int OF_ONE_WINDOW = 1_000;
    private static final double MEDIAN_NANOS = 5e6;

    private final long[] latencies = new long[LATENCIES];
    private final LatencyHistogram grown = new LatencyHistogram();
    private final LatencyHistogram window = new LatencyHistogram();
    private int next;

    @Setup
    public void draw() {
        Random random = new Random(1);
        for (int i = 0; i < LATENCIES; i++) {
            latencies[i] = Math.round(MEDIAN_NANOS * Math.exp(random.nextGaussian()));
        }
        for (int i = 0; i < OF_ONE_WINDOW; i++) {
            grown.add(latencies[i], 1);
            window.add(latencies[OF_ONE_WINDOW + i], 1);
        }
    }

    @Benchmark
    public long add() {
        grown.add(latencies[next], 1);
        next = (next + 1) % LATENCIES;
        return grown.count();
    }

    @Benchmark
    public long merge() {
        grown.merge(window);
        return grown.count();
    }

    @Benchmark
    public double quantiles() {
        return window.quantileMillis(0.50) + window.quantileMillis(0.95) + window.quantileMillis(0.99);
    }
}
