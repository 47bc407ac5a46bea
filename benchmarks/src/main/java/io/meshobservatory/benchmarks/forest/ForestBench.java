/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.forest;

import io.meshobservatory.models.forest.ForestModel;
import io.meshobservatory.models.forest.ForestSettings;
import io.meshobservatory.models.forest.ForestTrainer;
import io.meshobservatory.models.forest.InputColumn;
import io.meshobservatory.models.forest.InputSchema;
import io.meshobservatory.models.forest.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains the forest on all rows of a labelled table without the labels, scores the same rows, and compares with the
 * labels: the protocol of Liu 2008 and of the published figures. Trainer, scaling and scoring are those of the job;
 * as nothing is declared of a table's columns, which of them are heavy-tailed is measured.
 */
public final class ForestBench {
    private static final int SCHEMA_VERSION = 1;

    private final LabelledTable table;
    private final Consumer<String> progress;

    /**
     * A benchmark.
     *
     * @param progress takes a line for each seed
     */
    public ForestBench(LabelledTable table, Consumer<String> progress) {
        this.table = table;
        this.progress = progress;
    }

    /**
     * Runs it with the seeds 1 to this one.
     *
     * @throws IllegalArgumentException if the table cannot be trained on
     */
    public ForestReport run(int seeds) {
        InputSchema schema = new InputSchema(
                SCHEMA_VERSION,
                table.features().stream()
                        .map(name -> new InputColumn(name, Transform.MEASURED))
                        .toList());
        List<ForestRound> rounds = new ArrayList<>(seeds);
        for (int seed = 1; seed <= seeds; seed++) {
            ForestRound round = run(schema, seed);
            progress.accept(round.describe());
            rounds.add(round);
        }
        return new ForestReport(table, rounds);
    }

    private ForestRound run(InputSchema schema, long seed) {
        long start = System.nanoTime();
        ForestModel model = new ForestTrainer().train(1, schema, table.rows(), ForestSettings.ofSeed(seed), 0);
        long trained = System.nanoTime();
        double[] scores = new double[table.rows().length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = model.rawScore(table.rows()[i]);
        }
        long scored = System.nanoTime();
        return new ForestRound(
                model,
                Ranking.of(scores, table.anomalous()),
                ForestRound.checksum(scores),
                trained - start,
                scored - trained);
    }
}
