/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.decode.DecodedSpans;
import io.meshobservatory.connectors.otlp.decode.OtlpDecodeException;
import io.meshobservatory.connectors.otlp.decode.SpanDecoder;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Versions;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.identity.AliasHistory;
import io.meshobservatory.core.identity.EdgeEnd;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.trace.SpanSet;
import io.meshobservatory.core.trace.TraceLinker;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.core.window.EdgeWindows;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The job as a stream, with disorder, repetitions, late and lost spans, gives in the end what a slow and obvious program
 * gives that first collects everything: link all traces, learn all names, add up all calls.
 */
class OracleIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final ServiceGraphConfig CONFIG = ServiceGraphConfig.defaults();
    private static final long START = 1_700_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private record Key(WindowSize size, long start, Edge edge) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int bySize = size.compareTo(other.size);
            int byStart = bySize != 0 ? bySize : Long.compare(start, other.start);
            return byStart != 0 ? byStart : edge.compareTo(other.edge);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,hashmap", "2,hashmap", "3,hashmap", "4,hashmap", "5,hashmap", "6,hashmap", "7,rocksdb", "8,rocksdb"})
    void theStreamGivesWhatTheOracleGives(long seed, String backend) throws Exception {
        List<OtlpRecord> records = new ArrayList<>();
        for (RandomMesh.Arrival arrival : RandomMesh.arrivals(seed, START)) {
            records.add(
                    new OtlpRecord(OtlpSignal.SPANS.topic(), 0, records.size(), arrival.atMillis(), arrival.request()));
        }

        Map<Key, EdgeRow> expected = oracle(records);
        Run run = stream(records, backend);

        assertThat(run.rows().keySet()).as("windows and edges").isEqualTo(expected.keySet());
        expected.forEach((key, row) -> assertThat(withoutExtremes(run.rows().get(key)))
                .as(key.toString())
                .isEqualTo(withoutExtremes(row)));
        assertThat(run.updates())
                .as("late spans must have changed rows, or the test shows nothing")
                .isPositive();
    }

    private record Run(Map<Key, EdgeRow> rows, long updates) {}

    private static Run stream(List<OtlpRecord> records, String backend) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        // the inputs without records hold time up until they are looked at: it must happen while records come
        env.getConfig().setAutoWatermarkInterval(1);
        DataStream<OtlpRecord> requests = env.fromData(OtlpRecord.TYPE, records.toArray(new OtlpRecord[0]))
                .setParallelism(1)
                .assignTimestampsAndWatermarks(WatermarkStrategy.<OtlpRecord>forGenerator(context -> new EachRecord())
                        .withTimestampAssigner((otlp, time) -> otlp.writtenMillis()))
                .setParallelism(1);
        ServiceGraphOutputs outputs = ServiceGraphTopology.define(ServiceGraphInputs.of(requests), CONFIG);
        Map<Key, EdgeRow> rows = new TreeMap<>();
        long updates = 0;
        try (CloseableIterator<EdgeRow> results = outputs.edges().executeAndCollect()) {
            while (results.hasNext()) {
                EdgeRow row = results.next();
                Key key = new Key(row.windowSize(), row.windowStartMillis(), row.edge());
                EdgeRow before = row.isRemoval() ? rows.remove(key) : rows.put(key, row);
                updates += before == null ? 0 : 1;
            }
        }
        return new Run(rows, updates);
    }

    private static Map<Key, EdgeRow> oracle(List<OtlpRecord> records) throws OtlpDecodeException {
        Map<TraceId, List<Span>> traces = new HashMap<>();
        Map<Node, AliasHistory> names = new HashMap<>();
        SpanDecoder decoder = new SpanDecoder();
        for (OtlpRecord otlp : records) {
            DecodedSpans decoded = decoder.decode(otlp.value());
            for (Span span : decoded.spans()) {
                traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(span);
            }
            for (Alias alias : decoded.aliases()) {
                names.computeIfAbsent(alias.name(), name -> new AliasHistory())
                        .add(alias.workload(), alias.timeMillis());
            }
        }
        Map<Key, EdgeStats> sums = new HashMap<>();
        for (List<Span> trace : traces.values()) {
            for (Call call : TraceLinker.link(SpanSet.distinct(trace))) {
                Edge edge = identified(call, names);
                for (WindowSize size : WindowSize.values()) {
                    long start = size.startMillis(call.endNanos() / NANOS_PER_MILLI);
                    sums.computeIfAbsent(new Key(size, start, edge), key -> new EdgeStats())
                            .add(call);
                }
            }
        }
        Map<Key, EdgeRow> rows = new TreeMap<>();
        sums.forEach((key, stats) -> rows.put(key, row(key, stats)));
        return rows;
    }

    /** The edge of a call once all names are known. */
    private static Edge identified(Call call, Map<Node, AliasHistory> names) {
        long window = WindowSize.TEN_SECONDS.startMillis(call.endNanos() / NANOS_PER_MILLI);
        Edge edge = call.edge();
        for (EdgeEnd end : EdgeEnd.values()) {
            Node name = end.lookedUpBy(edge);
            if (name != null) {
                AliasHistory history = names.getOrDefault(name, new AliasHistory());
                edge = end.identified(
                        edge,
                        history.owner(name, window, CONFIG.allowedLateness().toMillis()));
            }
        }
        return edge;
    }

    /** Traces alone describe the edges here, so each version of an edge is a row by itself. */
    private static EdgeRow row(Key key, EdgeStats stats) {
        EdgeWindows alone = new EdgeWindows();
        alone.merge(key.start(), Versions.of(key.edge()), Vantage.TRACES, stats);
        List<EdgeRow> rows = new ArrayList<>();
        alone.advance(Long.MAX_VALUE, 0, key.edge().relation(), rows::add);
        return rows.stream()
                .filter(row -> row.windowSize() == key.size())
                .findFirst()
                .orElseThrow();
    }

    /** Extremes may still name a call that was withdrawn; everything else must be equal. */
    private static List<Object> withoutExtremes(EdgeRow row) {
        return Arrays.asList(
                row.traffic(),
                row.coverage(),
                row.basis(),
                row.security().mtls(),
                Objects.toString(row.client()),
                row.client(),
                row.server());
    }

    /**
     * A watermark behind each record, so that lateness is the same in each run. Records come a thousand in a second: if all
     * came at once, time would not move before the end, and nothing would be late.
     */
    private static final class EachRecord implements WatermarkGenerator<OtlpRecord> {
        private long latest = Long.MIN_VALUE;

        @Override
        public void onEvent(OtlpRecord event, long timestamp, WatermarkOutput output) {
            LockSupport.parkNanos(NANOS_PER_MILLI);
            latest = Math.max(latest, timestamp);
            output.emitWatermark(new Watermark(latest - 5_000));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }
}
