/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.explain;

import io.meshobservatory.models.forest.Forest;
import io.meshobservatory.models.forest.ForestModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Shares a forest's score out among the features, by ablation of path lengths.
 *
 * <p>For each feature, two rows are compared: how much longer the mean path of the row becomes if the feature has its
 * expected value (what it adds to the others), and how much shorter that of the expected row becomes if it alone has
 * the observed value (what it adds by itself). The mean of both is its contribution: the first and the last term of
 * its Shapley value. The first alone would be blind to two features that say the same, since either suffices; the
 * second alone to features that are odd only together. Features that make the row more like others count as nothing.
 *
 * <p>Costs twice as many path lengths as there are features, so is for rows that are going to be shown. Stateless and
 * thread-safe.
 */
public final class ForestExplainer {

    /**
     * Explains a row against the medians of the training.
     *
     * @param model that scored it
     * @param row raw values in the order of the model's schema; NaN where one is missing
     * @return the features that add something, greatest share first, ties by order of the schema; empty if none does
     */
    public List<Contribution> explain(ForestModel model, double[] row) {
        double[] medians = new double[row.length];
        for (int i = 0; i < medians.length; i++) {
            medians[i] = model.scaling().columns().get(i).expected();
        }
        return explain(model, row, medians);
    }

    /**
     * Explains a row against what is known of its entity.
     *
     * @param model that scored it
     * @param row raw values in the order of the model's schema; NaN where one is missing
     * @param expected raw values, as many; NaN stands for the median of the training
     * @return the features that add something, greatest share first, ties by order of the schema; empty if none does
     */
    public List<Contribution> explain(ForestModel model, double[] row, double[] expected) {
        double[] added = added(model, row, expected);
        double sum = 0;
        for (double contribution : added) {
            sum += contribution;
        }
        List<Contribution> result = new ArrayList<>();
        for (int i = 0; i < added.length; i++) {
            if (added[i] > 0) {
                double reference = Double.isFinite(expected[i])
                        ? expected[i]
                        : model.scaling().columns().get(i).expected();
                result.add(new Contribution(model.schema().name(i), row[i], reference, added[i] / sum));
            }
        }
        result.sort(Comparator.comparingDouble(Contribution::share).reversed());
        return result;
    }

    /** By how much each feature shortens the path, in edges; at least 0. */
    private static double[] added(ForestModel model, double[] row, double[] expected) {
        Forest forest = model.forest();
        double[] observedRow = new double[row.length];
        double[] expectedRow = new double[row.length];
        model.scaling().apply(row, observedRow);
        model.scaling().apply(expected, expectedRow);
        double observedPath = forest.meanPath(observedRow);
        double expectedPath = forest.meanPath(expectedRow);
        double[] added = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            double observed = observedRow[i];
            double reference = expectedRow[i];
            if (observed == reference || !Double.isFinite(row[i])) {
                continue;
            }
            observedRow[i] = reference;
            expectedRow[i] = observed;
            double toOthers = forest.meanPath(observedRow) - observedPath;
            double byItself = expectedPath - forest.meanPath(expectedRow);
            added[i] = Math.max(0, (toOthers + byItself) / 2);
            observedRow[i] = observed;
            expectedRow[i] = reference;
        }
        return added;
    }
}
