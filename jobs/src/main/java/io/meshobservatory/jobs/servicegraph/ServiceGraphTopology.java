/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.NodeSighting;
import io.meshobservatory.jobs.config.RunMode;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.edges.EdgeMemory;
import io.meshobservatory.jobs.edges.SkipEastWestGateways;
import io.meshobservatory.jobs.edges.SumLocally;
import io.meshobservatory.jobs.facts.FactsStage;
import io.meshobservatory.jobs.identity.IdentityStage;
import io.meshobservatory.jobs.logs.LogsStage;
import io.meshobservatory.jobs.metrics.MetricsStage;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.jobs.source.YieldingWatermarks;
import io.meshobservatory.jobs.traces.AssembleTraces;
import io.meshobservatory.jobs.traces.SliceBatch;
import io.meshobservatory.jobs.traces.TraceTypes;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.jspecify.annotations.Nullable;

/** The service-graph job as a function of streams: the same on Kafka, on a recorded file, and in a test. */
public final class ServiceGraphTopology {
    /** Fixed for good: it decides how keys are spread, and a savepoint cannot be resumed with another. */
    public static final int MAX_PARALLELISM = 128;

    private ServiceGraphTopology() {}

    /** From OTLP requests with event time to edges in windows. */
    public static ServiceGraphOutputs define(ServiceGraphInputs inputs, ServiceGraphConfig config) {
        boolean batch = RunMode.isBatch(inputs.spans());
        SingleOutputStreamOperator<SliceBatch> slices = inputs.spans()
                .process(new DecodeSpans(config, batch), TraceTypes.SLICE_BATCH)
                .uid("decode-spans")
                .name("decode spans");
        var calls = byTarget(slices)
                .transform("assemble traces", Types.CALL_CHANGE, new AssembleTraces(config, batch))
                .uid("assemble-traces");
        DataStream<EdgeDelta> traced = calls.transform("sum calls locally", Types.EDGE_DELTA, new SumLocally())
                .uid("sum-locally");
        MetricsStage metrics = MetricsStage.define(inputs.metrics(), config);
        LogsStage logs = LogsStage.define(inputs.logs(), config);

        DataStream<Alias> aliases = slices.getSideOutput(DecodeSpans.ALIASES)
                .union(
                        yielding(metrics.aliases(), Alias::timeMillis, "metric-aliases"),
                        yielding(logs.aliases(), Alias::timeMillis, "log-aliases"));
        SortedMap<String, DataStream<EdgeDelta>> told = new TreeMap<>();
        told.put("traces", traced);
        told.put("metrics", yielding(metrics.edges(), EdgeDelta::windowLastMillis, "metric-edges"));
        told.put("logs", yielding(logs.edges(), EdgeDelta::windowLastMillis, "log-edges"));
        IdentityStage identified = IdentityStage.define(told, aliases, config, config.nameLimits());
        SingleOutputStreamOperator<EdgeRow> edges = identified
                .edges()
                .filter(new SkipEastWestGateways())
                .uid("skip-east-west-gateways")
                .name("skip east-west gateways")
                .keyBy(new ByRelation(), Types.RELATION)
                .process(new SumEdges(config, RunMode.isBatch(slices)), Types.EDGE_ROW)
                .uid("sum-edges")
                .name("sum edges");
        DataStream<FactRow> facts = FactsStage.define(
                identified
                        .facts()
                        .union(
                                yielding(metrics.facts(), Fact::timeMillis, "metric-facts"),
                                yielding(logs.facts(), Fact::timeMillis, "log-facts")),
                config);
        DataStream<NodeSighting> nodes = edges.flatMap(new SightNodes(), Types.NODE_SIGHTING)
                .uid("sight-nodes")
                .name("sight nodes")
                .keyBy(new ByNode(), Types.NODE);
        return new ServiceGraphOutputs(
                edges,
                facts,
                nodes,
                slices.getSideOutput(DecodeSpans.DEAD_LETTERS).union(metrics.deadLetters(), logs.deadLetters()),
                slices.getSideOutput(DecodeSpans.DROPPED_SPANS)
                        .union(calls.getSideOutput(AssembleTraces.DROPPED_SPANS)),
                logs.unparsed());
    }

    /** Batches that hold traces of one subtask only. */
    private static KeyedStream<SliceBatch, TraceId> byTarget(DataStream<SliceBatch> batches) {
        KeyedStream<SliceBatch, TraceId> keyed = batches.keyBy(new ByTarget(), Types.TRACE_ID);
        // a checkpoint must not hold batches on their way: in a job that goes on with more subtasks, each could belong
        // to two
        ((PartitionTransformation<SliceBatch>) keyed.getTransformation())
                .getPartitioner()
                .disableUnalignedCheckpoints();
        return keyed;
    }

    /** Scrapes and batches of log lines come in bursts, and must not hold up the spans. */
    private static <T> DataStream<T> yielding(DataStream<T> stream, TimeOf<T> time, String uid) {
        return stream.assignTimestampsAndWatermarks(
                        new YieldingWatermarks<>((element, timestamp) -> time.millis(element)))
                .uid("yield-" + uid)
                .name("yield to spans");
    }

    private interface TimeOf<T> extends Serializable {
        long millis(T element);
    }

    private static final class ByTarget implements KeySelector<SliceBatch, TraceId> {
        private static final long serialVersionUID = 1L;

        @Override
        public TraceId getKey(SliceBatch batch) {
            return batch.key();
        }
    }

    private static final class ByRelation implements KeySelector<EdgeDelta, Relation> {
        private static final long serialVersionUID = 1L;
        private static final int PLACES_LOG_2 = 17;

        /** Made once for each edge: it is asked for on both sides of the exchange, and then looked up. */
        private transient @Nullable EdgeMemory<Relation> relations;

        @Override
        public Relation getKey(EdgeDelta delta) {
            if (relations == null) {
                relations = new EdgeMemory<>(PLACES_LOG_2);
            }
            Relation known = relations.get(delta.edge());
            if (known == null) {
                known = delta.edge().relation();
                relations.put(delta.edge(), known);
            }
            return known;
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
