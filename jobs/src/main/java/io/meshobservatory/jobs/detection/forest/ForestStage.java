/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.score.ModelRow;
import io.meshobservatory.core.score.ScoreMinute;
import io.meshobservatory.core.score.ScoreRow;
import io.meshobservatory.jobs.detection.minutes.PerMinute;
import io.meshobservatory.jobs.detection.minutes.Settling;
import io.meshobservatory.jobs.detection.profile.ProfileTypes;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.models.feature.FeatureVector;
import io.meshobservatory.models.signal.Signal;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From features to what the isolation forest notices.
 *
 * @param signals nodes that were unusual in enough of their latest minutes
 * @param scores of unusual minutes, with their explanation
 * @param minutes how the scores of each cluster were spread
 * @param models as they are trained
 */
public record ForestStage(
        DataStream<Signal> signals,
        DataStream<ScoreRow> scores,
        DataStream<ScoreMinute> minutes,
        DataStream<ModelRow> models) {
    /** Adds the stage. */
    public static ForestStage define(DataStream<FeatureVector> features, Settling settling, AnomalySettings settings) {
        SingleOutputStreamOperator<ModelRow> models = features.keyBy(new ByCluster(), BasicTypeInfo.STRING_TYPE_INFO)
                .transform(
                        "train forest",
                        ForestTypes.MODEL,
                        new PerMinute<>(settling, ProfileTypes.FEATURE_VECTOR, new TrainForest(settings)))
                .uid("train-forest");
        SingleOutputStreamOperator<Signal> signals = features.keyBy(new ByNode(), Types.NODE)
                .connect(models.broadcast(ForestTypes.MODELS))
                .process(new ScoreWindows(settling, settings), ProfileTypes.SIGNAL)
                .uid("score-windows")
                .name("score windows");
        DataStream<ScoreMinute> minutes = signals.getSideOutput(ForestTypes.NODE_SCORES)
                .keyBy(new ByClusterOfScore(), BasicTypeInfo.STRING_TYPE_INFO)
                .transform(
                        "sum scores",
                        ForestTypes.SCORE_MINUTE,
                        new PerMinute<>(settling, ForestTypes.NODE_SCORE, new SumScores()))
                .uid("sum-scores");
        return new ForestStage(signals, signals.getSideOutput(ForestTypes.SCORES), minutes, models);
    }

    private static final class ByCluster implements KeySelector<FeatureVector, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getKey(FeatureVector vector) {
            return vector.node().cluster();
        }
    }

    private static final class ByNode implements KeySelector<FeatureVector, Node> {
        private static final long serialVersionUID = 1L;

        @Override
        public Node getKey(FeatureVector vector) {
            return vector.node();
        }
    }

    private static final class ByClusterOfScore implements KeySelector<NodeScore, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getKey(NodeScore score) {
            return score.cluster();
        }
    }
}
