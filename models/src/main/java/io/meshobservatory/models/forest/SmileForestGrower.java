/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import java.util.ArrayList;
import java.util.List;
import smile.anomaly.IsolationForest;
import smile.anomaly.IsolationTree;

/**
 * Has the trees grown by Smile 3.1.1, through its public constructors.
 *
 * <p>Not through {@code IsolationForest.fit}: that gives every tree all rows whatever its sampling rate says, grows
 * them in parallel with generators that differ from run to run, and cuts obliquely by default, which makes the score
 * depend on the columns' units. Cuts are parallel to the axes here (extension level 0).
 *
 * <p>Growing takes a lock that the whole process shares, see {@link SmileRandomness}. It takes some tens of milliseconds.
 */
final class SmileForestGrower implements ForestGrower {
    private static final int AXIS_PARALLEL = 0;
    /** So many rows are scored by Smile as well. */
    private static final int CHECKED_ROWS = 8;

    @Override
    public Forest grow(List<List<double[]>> samples, int maxDepth, long[] seeds) {
        IsolationTree[] grown = new IsolationTree[samples.size()];
        synchronized (SmileRandomness.LOCK) {
            for (int i = 0; i < grown.length; i++) {
                SmileRandomness.startFrom(seeds[i]);
                grown[i] = new IsolationTree(samples.get(i), maxDepth, AXIS_PARALLEL);
            }
        }
        List<double[]> first = samples.get(0);
        SmileTreeReader reader = new SmileTreeReader();
        List<Tree> trees = new ArrayList<>(grown.length);
        for (IsolationTree tree : grown) {
            trees.add(reader.read(tree));
        }
        Forest forest = new Forest(first.size(), first.get(0).length, trees);
        verify(forest, new IsolationForest(first.size(), AXIS_PARALLEL, grown), first);
        return forest;
    }

    /** The arrays were read out of Smile's objects: whether they were understood, is seen from a few scores. */
    private static void verify(Forest forest, IsolationForest original, List<double[]> rows) {
        for (double[] row : rows.subList(0, Math.min(CHECKED_ROWS, rows.size()))) {
            double ours = forest.score(row);
            double expected = original.score(row);
            if (ours != expected) {
                throw new IllegalStateException(
                        "a row scores " + ours + " in the forest taken over from Smile (expected: " + expected + ")");
            }
        }
    }
}
