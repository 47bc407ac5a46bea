/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.score.ModelRow;
import io.meshobservatory.core.score.ScoreMinute;
import io.meshobservatory.core.score.ScoreRow;
import io.meshobservatory.jobs.detection.rows.RowDrop;
import io.meshobservatory.models.signal.Signal;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;

/**
 * What the job gives out.
 *
 * @param alerts each state of each story, keyed by the alert's id; those that are suppressed too
 * @param signals what was noticed, before limits
 * @param scores of unusual minutes of nodes, with their explanation
 * @param scoreMinutes how the scores of each cluster were spread
 * @param models as they are trained
 * @param drops rows that were not taken, with the reason
 */
public record DetectionOutputs(
        KeyedStream<Alert, String> alerts,
        DataStream<Signal> signals,
        DataStream<ScoreRow> scores,
        DataStream<ScoreMinute> scoreMinutes,
        DataStream<ModelRow> models,
        DataStream<RowDrop> drops) {}
