/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import io.meshobservatory.core.score.ModelRow;
import io.meshobservatory.core.score.ScoreMinute;
import io.meshobservatory.core.score.ScoreRow;
import io.meshobservatory.jobs.detection.profile.ProfileTypes;
import io.meshobservatory.jobs.serialization.RecordTypeInfo;
import io.meshobservatory.models.feature.FeatureVector;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** The types of the forest's streams and states. */
public final class ForestTypes {
    public static final TypeInformation<TrainingState> TRAINING_STATE =
            new RecordTypeInfo<>(TrainingState.class, TrainingStateSerializer.INSTANCE, false);
    public static final TypeInformation<ModelRow> MODEL = TypeInformation.of(ModelRow.class);
    public static final TypeInformation<ModelKey> MODEL_KEY = TypeInformation.of(ModelKey.class);
    public static final TypeInformation<ScoreRow> SCORE = TypeInformation.of(ScoreRow.class);
    public static final TypeInformation<ScoreMinute> SCORE_MINUTE = TypeInformation.of(ScoreMinute.class);
    public static final TypeInformation<NodeScore> NODE_SCORE = TypeInformation.of(NodeScore.class);
    public static final TypeInformation<ScoreHistory> SCORE_HISTORY = TypeInformation.of(ScoreHistory.class);

    /** The models by which windows are scored. */
    static final MapStateDescriptor<ModelKey, ModelRow> MODELS = new MapStateDescriptor<>("models", MODEL_KEY, MODEL);

    static final TypeInformation<FeatureVector> FEATURE_VECTOR = ProfileTypes.FEATURE_VECTOR;

    /** The scores of unusual windows. */
    static final OutputTag<ScoreRow> SCORES = new OutputTag<>("scores", SCORE);

    /** All scores, for the summary. */
    static final OutputTag<NodeScore> NODE_SCORES = new OutputTag<>("node-scores", NODE_SCORE);

    private ForestTypes() {}
}
