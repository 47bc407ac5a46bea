/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.models.calibration.Calibration;
import io.meshobservatory.models.calibration.DecayingScores;
import java.io.IOException;

/**
 * A trained forest with all that is needed to use it: schema, scaling, trees, calibration, and what it was made from.
 * Immutable and thread-safe; {@link #toBytes()} and {@link #ofBytes} keep it to the last bit.
 */
public final class ForestModel {
    private final long version;
    private final InputSchema schema;
    private final Scaling scaling;
    private final Forest forest;
    private final TrainingSummary summary;
    private final DecayingScores trainingScores;
    private final Calibration calibration;

    /** Takes the scores over: the caller must not add to them any more. */
    ForestModel(
            long version,
            InputSchema schema,
            Scaling scaling,
            Forest forest,
            TrainingSummary summary,
            DecayingScores trainingScores) {
        this.version = version;
        this.schema = requireNonNull(schema, "schema");
        this.scaling = requireNonNull(scaling, "scaling");
        this.forest = requireNonNull(forest, "forest");
        this.summary = requireNonNull(summary, "summary");
        this.trainingScores = requireNonNull(trainingScores, "trainingScores");
        this.calibration = trainingScores.calibrate();
    }

    /** Which of the models this is: newer ones are greater. */
    public long version() {
        return version;
    }

    /** The rows that it can score. */
    public InputSchema schema() {
        return schema;
    }

    /** How rows are standardised. */
    public Scaling scaling() {
        return scaling;
    }

    /** The trees. */
    public Forest forest() {
        return forest;
    }

    /** What it was made from. */
    public TrainingSummary summary() {
        return summary;
    }

    /** The calibration by the training rows: good until newer scores are there. */
    public Calibration calibration() {
        return calibration;
    }

    /** The scores of the training rows, to go on from: a copy, for the caller to add what is scored from now on. */
    public DecayingScores newScores() {
        return trainingScores.copy();
    }

    /** The scores of the training rows themselves, for encoding. */
    DecayingScores trainingScores() {
        return trainingScores;
    }

    /**
     * The raw score of a row.
     *
     * @param row raw values in the order of the schema; NaN where one is missing
     * @throws IllegalArgumentException if the row is not of the schema's length
     */
    public double rawScore(double[] row) {
        double[] standardised = new double[schema.size()];
        scaling.apply(row, standardised);
        return forest.score(standardised);
    }

    /** Scores a row by the calibration of the training. */
    public ForestScore score(double[] row) {
        return score(row, calibration);
    }

    /**
     * Scores a row.
     *
     * @param row raw values in the order of the schema; NaN where one is missing
     * @param recent the calibration by recent scores of this very model
     * @throws IllegalArgumentException if the row is not of the schema's length
     */
    public ForestScore score(double[] row, Calibration recent) {
        double[] standardised = new double[schema.size()];
        int missing = scaling.apply(row, standardised);
        double raw = forest.score(standardised);
        double pValue = recent.pValue(raw);
        return new ForestScore(raw, pValue, Calibration.scoreOf(pValue), missing);
    }

    /** The model as bytes: see {@link ForestModelFormat}. */
    public byte[] toBytes() {
        return ForestModelFormat.encode(this);
    }

    /**
     * The model of some bytes.
     *
     * @throws IOException if they are not those of a model, damaged, or of a newer format
     */
    public static ForestModel ofBytes(byte[] bytes) throws IOException {
        return ForestModelFormat.decode(bytes);
    }
}
