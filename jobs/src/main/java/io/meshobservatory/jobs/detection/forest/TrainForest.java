/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import io.meshobservatory.core.score.ModelRow;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.detection.minutes.MinuteLogic;
import io.meshobservatory.models.feature.FeatureSchema;
import io.meshobservatory.models.feature.FeatureVector;
import io.meshobservatory.models.forest.ForestModel;
import io.meshobservatory.models.forest.ForestSettings;
import io.meshobservatory.models.forest.ForestTrainer;
import io.meshobservatory.models.forest.InputColumn;
import io.meshobservatory.models.forest.InputSchema;
import io.meshobservatory.models.forest.Transform;
import io.meshobservatory.models.reservoir.DecayingReservoir;
import java.util.List;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a sample of the minutes of a cluster's nodes, which forgets slowly, and trains a forest from it at the turn of each
 * period of event time. Keyed by cluster. The version of a model is the number of the period since the epoch, so that it is the
 * same in every run. Minutes that are alerted on are not learned from.
 */
final class TrainForest implements MinuteLogic<String, FeatureVector, ModelRow> {
    private static final long serialVersionUID = 1L;

    private final AnomalySettings settings;
    private transient @Nullable ValueState<TrainingState> state;
    private transient @Nullable Counter trainings;
    private transient @Nullable Counter heldOut;
    private transient @Nullable ForestTrainer trainer;
    private transient @Nullable InputSchema schema;

    TrainForest(AnomalySettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(KeyedStateStore states, MetricGroup metrics) {
        state = states.getState(new ValueStateDescriptor<>("training", ForestTypes.TRAINING_STATE));
        trainings = metrics.counter("trainings");
        heldOut = metrics.counter("windowsNotLearnedFrom");
        trainer = new ForestTrainer();
        // the features are standardised already
        schema = new InputSchema(
                FeatureSchema.VERSION,
                FeatureSchema.names().stream()
                        .map(name -> new InputColumn(name, Transform.IDENTITY))
                        .toList());
    }

    @Override
    public long minuteOf(FeatureVector vector) {
        return vector.minuteStartMillis();
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public long onMinute(String cluster, long minuteStartMillis, List<FeatureVector> vectors, Emission<ModelRow> out)
            throws Exception {
        TrainingState training = state.value();
        if (training == null || training.schemaVersion != FeatureSchema.VERSION) {
            training = begin(cluster, minuteStartMillis);
        }
        DecayingReservoir reservoir = training.reservoir;
        for (FeatureVector vector : vectors) {
            if (vector.held()) {
                heldOut.inc();
            } else {
                reservoir.offer(Chance.identity(vector.node(), minuteStartMillis), minuteStartMillis, vector.values());
            }
        }
        long end = minuteStartMillis + WindowSize.ONE_MINUTE.millis();
        long turn = Math.floorDiv(end, settings.trainEvery().toMillis());
        if (turn > training.lastTurn
                && end - training.firstMinuteMillis >= settings.warmUp().toMillis()
                && reservoir.size() >= settings.leastRows()) {
            training.lastTurn = turn;
            out.collect(train(cluster, turn, reservoir, end));
        }
        state.update(training);
        return NEVER;
    }

    private TrainingState begin(String cluster, long minuteStartMillis) {
        TrainingState training = new TrainingState();
        training.firstMinuteMillis = minuteStartMillis;
        training.schemaVersion = FeatureSchema.VERSION;
        training.reservoir = new DecayingReservoir(
                settings.reservoirRows(),
                FeatureSchema.size(),
                settings.halfLife().toMillis(),
                Chance.seed(settings.seed(), cluster, 0));
        return training;
    }

    @SuppressWarnings("NullAway") // open() comes first
    private ModelRow train(String cluster, long version, DecayingReservoir reservoir, long atMillis) {
        double[][] rows = reservoir.rows();
        ForestSettings growing = new ForestSettings(
                settings.trees(),
                256,
                Chance.seed(settings.seed(), cluster, version),
                settings.halfLife().toMillis());
        ForestModel model = trainer.train(version, schema, rows, growing, atMillis);
        trainings.inc();
        return new ModelRow(
                cluster,
                version,
                FeatureSchema.VERSION,
                atMillis,
                rows.length,
                SummaryJson.write(model),
                model.toBytes());
    }
}
