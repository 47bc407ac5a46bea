/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.NodeSighting;
import io.meshobservatory.jobs.source.DeadLetter;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the job gives out.
 *
 * @param edges rows of all window sizes, partitioned by edge: one subtask writes all rows of a key, in their order
 * @param nodes sightings, partitioned by node
 * @param deadLetters records that could not be decoded
 * @param droppedSpans spans that were not counted, with the reason
 */
public record ServiceGraphOutputs(
        DataStream<EdgeRow> edges,
        DataStream<NodeSighting> nodes,
        DataStream<DeadLetter> deadLetters,
        DataStream<DroppedSpan> droppedSpans) {}
