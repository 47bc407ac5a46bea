/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.models.random.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import smile.anomaly.IsolationForest;
import smile.anomaly.IsolationTree;
import smile.math.MathEx;
import smile.stat.distribution.GaussianDistribution;

class SmileForestGrowerTest {
    private static final int TREES = 20;
    private static final int DEPTH = 8;
    private static final double[][] ROWS = TestRows.normal(1000, 5, 42);

    @Test
    @DisplayName("the flat forest scores as Smile's own does, to the bit")
    void scoresAsSmile() {
        IsolationTree[] trees = new IsolationTree[TREES];
        for (int i = 0; i < TREES; i++) {
            synchronized (SmileRandomness.LOCK) {
                SmileRandomness.startFrom(seeds()[i]);
                trees[i] = new IsolationTree(samples().get(i), DEPTH, 0);
            }
        }
        IsolationForest original = new IsolationForest(256, 0, trees);
        Forest forest = grow();
        for (double[] row : ROWS) {
            assertThat(forest.score(row)).isEqualTo(original.score(row));
        }
    }

    @Test
    @DisplayName("a number left over in Smile's normal distribution, and Smile's seeds, change nothing")
    void doesNotDependOnWhatWasDrawnBefore() {
        double[] expected = scores(grow());
        for (int draws = 1; draws <= 4; draws++) {
            for (int i = 0; i < draws; i++) {
                GaussianDistribution.getInstance().rand();
            }
            MathEx.setSeed(draws);
            assertThat(scores(grow())).as("after %d draws", draws).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("the trap is there: seeding Smile alone does not give the same tree twice")
    void smileAloneDependsOnWhatWasDrawnBefore() {
        synchronized (SmileRandomness.LOCK) {
            List<double[]> sample = samples().get(0);
            SmileRandomness.startFrom(1);
            IsolationTree first = new IsolationTree(sample, DEPTH, 0);
            SmileRandomness.startFrom(1);
            GaussianDistribution.getInstance().rand();
            MathEx.setSeed(1);
            IsolationTree second = new IsolationTree(sample, DEPTH, 0);
            assertThat(paths(second)).isNotEqualTo(paths(first));
        }
    }

    @Test
    @DisplayName("many threads at once grow the same forest")
    void doesNotDependOnTheThread() throws Exception {
        double[] expected = scores(grow());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<double[]>> results = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                results.add(threads.submit(() -> scores(grow())));
            }
            for (Future<double[]> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("another seed gives another forest")
    void dependsOnTheSeed() {
        long[] others = seeds();
        Arrays.setAll(others, i -> others[i] + 1);
        Forest other = new SmileForestGrower().grow(samples(), DEPTH, others);
        assertThat(scores(other)).isNotEqualTo(scores(grow()));
    }

    private static Forest grow() {
        return new SmileForestGrower().grow(samples(), DEPTH, seeds());
    }

    private static long[] seeds() {
        SplitMix64 random = new SplitMix64(3);
        long[] seeds = new long[TREES];
        Arrays.setAll(seeds, i -> random.nextLong());
        return seeds;
    }

    private static List<List<double[]>> samples() {
        SplitMix64 random = new SplitMix64(4);
        List<List<double[]>> samples = new ArrayList<>();
        for (int i = 0; i < TREES; i++) {
            samples.add(Arrays.stream(random.sample(ROWS.length, 256))
                    .mapToObj(row -> ROWS[row])
                    .toList());
        }
        return samples;
    }

    private static double[] scores(Forest forest) {
        return Arrays.stream(ROWS).mapToDouble(forest::score).toArray();
    }

    private static double[] paths(IsolationTree tree) {
        return Arrays.stream(ROWS).mapToDouble(tree::path).toArray();
    }
}
