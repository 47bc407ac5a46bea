/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import io.meshobservatory.models.calibration.DecayingScores;
import io.meshobservatory.models.random.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a {@link ForestModel} from rows. The same rows in the same order, with the same settings, give the same model
 * to the last bit.
 *
 * <p>Labels are not needed and not known: some of the rows may be anomalies. Stateless and thread-safe; trainings in
 * one process wait for each other while their trees grow.
 */
public final class ForestTrainer {
    /** Of fewer rows nothing can be said. */
    public static final int LEAST_ROWS = 16;

    private final ForestGrower grower = new SmileForestGrower();

    /**
     * Trains a model.
     *
     * @param version of the model, chosen by the caller; newer ones are greater
     * @param schema of the rows
     * @param rows raw values, NaN where one is missing; at least {@value #LEAST_ROWS}; not changed
     * @param settings trees, rows per tree, seed
     * @param trainedAtMillis event time, since the epoch
     * @throws IllegalArgumentException if there are too few rows, or one is not of the schema's length
     */
    public ForestModel train(
            long version, InputSchema schema, double[][] rows, ForestSettings settings, long trainedAtMillis) {
        requireRows(schema, rows);
        Scaling scaling = ScalingLearner.learn(schema, rows);
        double[][] standardised = new double[rows.length][schema.size()];
        long missing = 0;
        for (int i = 0; i < rows.length; i++) {
            missing += scaling.apply(rows[i], standardised[i]);
        }
        int sampleSize = Math.min(settings.sampleSize(), rows.length);
        SplitMix64 random = new SplitMix64(settings.seed());
        int[][] samples = new int[settings.trees()][];
        long[] seeds = new long[settings.trees()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.sample(rows.length, sampleSize);
            seeds[i] = random.nextLong();
        }
        int maxDepth = maxDepth(sampleSize, scaling);
        Forest forest = grower.grow(rowsOf(samples, standardised), maxDepth, seeds);
        double[] scores = scoresByOthers(forest, standardised, samples);
        DecayingScores recent = new DecayingScores(settings.scoreHalfLifeMillis());
        for (double score : scores) {
            recent.add(score, trainedAtMillis);
        }
        TrainingSummary summary = new TrainingSummary(
                settings,
                rows.length,
                missing,
                maxDepth,
                trainedAtMillis,
                ScoreSummary.of(scores),
                columnsOf(schema, rows));
        return new ForestModel(version, schema, scaling, forest, summary, recent);
    }

    /**
     * The published limit is log2 of the rows per tree. A column in which all rows are equal cannot divide them, but
     * is drawn as often as any other, and the level is spent (for new values it is not in vain: a row that differs
     * where no row ever did is isolated there). So trees grow deeper in proportion to the columns that divide, by a
     * factor of 3 at most.
     */
    static int maxDepth(int sampleSize, Scaling scaling) {
        int published = Integer.SIZE - Integer.numberOfLeadingZeros(sampleSize - 1);
        int columns = scaling.columns().size();
        long dividing = scaling.columns().stream()
                .filter(column -> column.basis() != ScaleBasis.CONSTANT)
                .count();
        double factor = dividing == 0 ? 1 : Math.min(3, columns / (double) dividing);
        return (int) Math.ceil(published * factor);
    }

    private static void requireRows(InputSchema schema, double[][] rows) {
        if (rows.length < LEAST_ROWS) {
            throw new IllegalArgumentException("rows: " + rows.length + " (expected: at least " + LEAST_ROWS + ")");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != schema.size()) {
                throw new IllegalArgumentException("row " + i + " has " + rows[i].length + " values (expected: "
                        + schema.size() + ", by schema version " + schema.version() + ")");
            }
        }
    }

    private static List<List<double[]>> rowsOf(int[][] samples, double[][] rows) {
        List<List<double[]>> result = new ArrayList<>(samples.length);
        for (int[] sample : samples) {
            List<double[]> chosen = new ArrayList<>(sample.length);
            for (int row : sample) {
                chosen.add(rows[row]);
            }
            result.add(chosen);
        }
        return result;
    }

    /**
     * The score of each row by the trees that it did not help to grow: a tree knows its own rows too well, so that new
     * benign rows would score higher than the calibration expects. Where every tree saw the row, all trees score it.
     */
    private static double[] scoresByOthers(Forest forest, double[][] rows, int[][] samples) {
        double[] length = new double[rows.length];
        int[] trees = new int[rows.length];
        for (int tree = 0; tree < samples.length; tree++) {
            boolean[] seen = new boolean[rows.length];
            for (int row : samples[tree]) {
                seen[row] = true;
            }
            for (int row = 0; row < rows.length; row++) {
                if (!seen[row]) {
                    length[row] += forest.path(tree, rows[row]);
                    trees[row]++;
                }
            }
        }
        double[] scores = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            scores[row] = trees[row] == 0 ? forest.score(rows[row]) : forest.scoreOfPath(length[row] / trees[row]);
        }
        return scores;
    }

    private static List<ColumnSummary> columnsOf(InputSchema schema, double[][] rows) {
        List<ColumnSummary> columns = new ArrayList<>(schema.size());
        for (int i = 0; i < schema.size(); i++) {
            columns.add(ColumnSummary.of(rows, i));
        }
        return columns;
    }
}
