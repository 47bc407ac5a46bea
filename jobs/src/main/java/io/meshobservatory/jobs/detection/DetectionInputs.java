/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.models.story.Control;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the job reads. The time of a row is when the graph job gave it out, in event time.
 *
 * @param edges rows of edges; those of minutes are used
 * @param facts rows of facts
 * @param control what people say about alerts; its watermarks hold decisions up until its words have come
 */
public record DetectionInputs(DataStream<EdgeRow> edges, DataStream<FactRow> facts, DataStream<Control> control) {}
