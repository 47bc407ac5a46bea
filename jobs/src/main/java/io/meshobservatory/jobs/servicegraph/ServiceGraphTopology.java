/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.TraceSlice;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.NodeSighting;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.jobs.source.OtlpRecord;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The service-graph job as a function of streams: the same on Kafka, on a recorded file, and in a test. */
public final class ServiceGraphTopology {
    /** Fixed for good: it decides how keys are spread, and a savepoint cannot be resumed with another. */
    public static final int MAX_PARALLELISM = 128;

    private ServiceGraphTopology() {}

    /** From OTLP requests with event time to edges in windows. */
    public static ServiceGraphOutputs define(DataStream<OtlpRecord> requests, ServiceGraphConfig config) {
        SingleOutputStreamOperator<TraceSlice> slices = requests.process(new DecodeSpans(config), Types.TRACE_SLICE)
                .uid("decode-spans")
                .name("decode spans");
        var calls = slices.keyBy(new ByTrace(), Types.TRACE_ID)
                .process(new AssembleTraces(config), Types.CALL_CHANGE)
                .uid("assemble-traces")
                .name("assemble traces");
        SingleOutputStreamOperator<EdgeDelta> sums = calls.transform(
                        "sum calls locally", Types.EDGE_DELTA, new SumLocally())
                .uid("sum-locally");
        SingleOutputStreamOperator<EdgeRow> edges = sums.keyBy(new ByRelation(), Types.RELATION)
                .process(new SumEdges(config), Types.EDGE_ROW)
                .uid("sum-edges")
                .name("sum edges");
        DataStream<NodeSighting> nodes = edges.flatMap(new SightNodes(), Types.NODE_SIGHTING)
                .uid("sight-nodes")
                .name("sight nodes")
                .keyBy(new ByNode(), Types.NODE);
        DataStream<DroppedSpan> dropped = slices.getSideOutput(DecodeSpans.DROPPED_SPANS)
                .union(calls.getSideOutput(AssembleTraces.DROPPED_SPANS));
        return new ServiceGraphOutputs(edges, nodes, slices.getSideOutput(DecodeSpans.DEAD_LETTERS), dropped);
    }

    private static final class ByTrace implements KeySelector<TraceSlice, TraceId> {
        private static final long serialVersionUID = 1L;

        @Override
        public TraceId getKey(TraceSlice slice) {
            return slice.traceId();
        }
    }

    private static final class ByRelation implements KeySelector<EdgeDelta, Relation> {
        private static final long serialVersionUID = 1L;

        @Override
        public Relation getKey(EdgeDelta delta) {
            return delta.edge().relation();
        }
    }

    private static final class ByNode implements KeySelector<NodeSighting, Node> {
        private static final long serialVersionUID = 1L;

        @Override
        public Node getKey(NodeSighting sighting) {
            return sighting.node();
        }
    }
}
