/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.NodeSighting;
import io.meshobservatory.jobs.source.DeadLetter;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the job gives out.
 *
 * @param edges rows of all window sizes, partitioned by edge: one subtask writes all rows of a key, in their order
 * @param facts rows of facts, partitioned by what they are about
 * @param nodes sightings, partitioned by node
 * @param deadLetters records that could not be decoded
 * @param droppedSpans spans that were not counted, with the reason
 * @param unparsedLogLines log lines that fit no known format
 */
public record ServiceGraphOutputs(
        DataStream<EdgeRow> edges,
        DataStream<FactRow> facts,
        DataStream<NodeSighting> nodes,
        DataStream<DeadLetter> deadLetters,
        DataStream<DroppedSpan> droppedSpans,
        DataStream<UnparsedLine> unparsedLogLines) {}
