/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import static io.meshobservatory.jobs.identity.Deltas.START;
import static io.meshobservatory.jobs.identity.Deltas.TEN_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.config.NameLimits;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.facts.FactsStage;
import io.meshobservatory.jobs.serialization.Types;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stage in a small cluster, against a slow program that first collects everything. */
class IdentityStageIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    private static final ServiceGraphConfig CONFIG = ServiceGraphConfig.defaults();
    private static final NameLimits PLENTY = NameLimits.defaults();
    private static final NameLimits SCARCE = new NameLimits(12, 2);

    /** What came out: the merged bytes of each sum by its key, and the facts. */
    private record Result(Map<String, String> edges, List<String> facts) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("As a batch the stage gives the same to the byte for 1, 2 and 4 subtasks, and what the oracle gives")
    void isTheSameForAnyParallelism(long seed) throws Exception {
        RandomIdentities mesh = RandomIdentities.of(seed);
        Result expected = oracle(mesh, SCARCE);
        for (int parallelism : new int[] {1, 2, 4}) {
            List<EdgeDelta> deltas = new ArrayList<>(mesh.deltas());
            List<Alias> aliases = new ArrayList<>(mesh.aliases());
            Collections.shuffle(deltas, new Random(seed + parallelism));
            Collections.shuffle(aliases, new Random(seed - parallelism));

            Result result = run(deltas, aliases, SCARCE, parallelism, RuntimeExecutionMode.BATCH, "hashmap");

            assertThat(result.edges()).as("parallelism %d", parallelism).isEqualTo(expected.edges());
            assertThat(result.facts()).as("parallelism %d", parallelism).isEqualTo(expected.facts());
        }
        assertThat(expected.edges().keySet())
                .as("names must have been refused, and addresses found, or the test shows nothing")
                .anyMatch(key -> key.contains("(overflow)"))
                .noneMatch(key -> key.contains(RandomIdentities.KNOWN_ADDRESS));
        assertThat(expected.facts()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,hashmap", "2,hashmap", "3,rocksdb"})
    @DisplayName("As a stream, with late sums and late aliases, the stage ends up where the batch does")
    void aStreamEndsUpTheSame(long seed, String backend) throws Exception {
        RandomIdentities mesh = RandomIdentities.of(seed);

        Result result = run(mesh.deltas(), mesh.aliases(), PLENTY, 2, RuntimeExecutionMode.STREAMING, backend);

        assertThat(result.edges()).isEqualTo(oracle(mesh, PLENTY).edges());
        assertThat(result.facts()).isEmpty();
    }

    /** Metrics tell all, access logs no cluster, spans the Kubernetes Service: three views of the calls of one edge. */
    @ParameterizedTest
    @ValueSource(strings = {"STREAMING", "BATCH"})
    @DisplayName(
            "One hop is one edge, whatever the access logs leave out and whatever the service before the workload is"
                    + " called")
    void oneHopIsOneEdge(RuntimeExecutionMode mode) throws Exception {
        Workload web = new Workload(Deltas.service("web"), "v1");
        Workload voting = new Workload(Deltas.service("voting"), "v2");
        Node placelessWeb = new Node(Node.UNKNOWN_NAME, "shop", "web", NodeKind.SERVICE);
        Node placelessService = new Node(Node.UNKNOWN_NAME, "shop", "voting-svc", NodeKind.SERVICE);
        List<EdgeDelta> deltas = List.of(
                Deltas.delta(new Edge(web.node(), "v1", voting.node(), "v2", "http"), 0, 1),
                Deltas.delta(new Edge(placelessWeb, "v1", placelessService, "unknown", "http"), 0, 10),
                Deltas.delta(new Edge(web.node(), "v1", Deltas.service("voting-svc"), "unknown", "http"), 0, 100),
                Deltas.delta(new Edge(web.node(), "v1", Deltas.service("nobodys-svc"), "unknown", "http"), 0, 1000));
        List<Alias> aliases = List.of(
                new Alias(Alias.ofName(web.node()), web, START),
                new Alias(Alias.ofName(voting.node()), voting, START),
                new Alias(Alias.ofName(Deltas.service("voting-svc")), voting, START));

        Result result = run(deltas, aliases, PLENTY, 2, mode, "hashmap");

        List<EdgeDelta> expected = List.of(
                Deltas.delta(new Edge(web.node(), "v1", voting.node(), "v2", "http"), 0, 1),
                Deltas.delta(new Edge(web.node(), "v1", voting.node(), "v2", "http"), 0, 10),
                Deltas.delta(new Edge(web.node(), "v1", voting.node(), "v2", "http"), 0, 100),
                Deltas.delta(new Edge(web.node(), "v1", Deltas.service("nobodys-svc"), "unknown", "http"), 0, 1000));
        assertThat(result.edges()).isEqualTo(merged(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STREAMING", "BATCH"})
    @DisplayName("A service that tells of itself stays itself, though another is called by its name too")
    void aServiceThatTellsOfItselfStays(RuntimeExecutionMode mode) throws Exception {
        Workload voting = new Workload(Deltas.service("voting"), "v2");
        Workload service = new Workload(Deltas.service("voting-svc"), "unknown");
        Edge edge = Deltas.edge(Deltas.service("web"), service.node());
        List<Alias> aliases = List.of(
                new Alias(Alias.ofName(service.node()), voting, START),
                new Alias(Alias.ofName(service.node()), service, START));

        Result result = run(List.of(Deltas.delta(edge, 0, 1)), aliases, PLENTY, 2, mode, "hashmap");

        assertThat(result.edges()).isEqualTo(merged(List.of(Deltas.delta(edge, 0, 1))));
    }

    private static Result run(
            List<EdgeDelta> deltas,
            List<Alias> aliases,
            NameLimits limits,
            int parallelism,
            RuntimeExecutionMode mode,
            String backend)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        env.setRuntimeMode(mode);
        // what sums calls gives its sums no time
        boolean timed = mode == RuntimeExecutionMode.STREAMING;
        DataStream<EdgeDelta> sums = env.fromData(Types.EDGE_DELTA, deltas.toArray(new EdgeDelta[0]))
                .setParallelism(1)
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<EdgeDelta>forGenerator(context -> new Behind<>(EdgeDelta::windowStartMillis))
                                .withTimestampAssigner((delta, time) -> timed ? delta.windowStartMillis() : 0))
                .setParallelism(1);
        DataStream<Alias> names = env.fromData(IdentityTypes.ALIAS, aliases.toArray(new Alias[0]))
                .setParallelism(1)
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<Alias>forGenerator(context -> new Behind<>(Alias::timeMillis))
                                .withTimestampAssigner((alias, time) -> alias.timeMillis()))
                .setParallelism(1);
        IdentityStage stage = IdentityStage.define(new TreeMap<>(Map.of("traces", sums)), names, CONFIG, limits);
        try (CloseableIterator<EdgeDelta> edges = stage.edges().collectAsync();
                CloseableIterator<FactRow> facts =
                        FactsStage.define(stage.facts(), CONFIG).collectAsync()) {
            env.executeAsync("identities");
            List<EdgeDelta> given = new ArrayList<>();
            edges.forEachRemaining(given::add);
            List<String> rows = new ArrayList<>();
            facts.forEachRemaining(row -> rows.add(row.toString()));
            Collections.sort(rows);
            return new Result(merged(given), rows);
        }
    }

    private static Result oracle(RandomIdentities mesh, NameLimits limits) throws IOException {
        IdentityOracle oracle = new IdentityOracle(CONFIG.allowedLateness().toMillis(), limits);
        return new Result(
                merged(oracle.edges(mesh.deltas(), mesh.aliases())),
                oracle.factRows().stream().map(FactRow::toString).sorted().toList());
    }

    /** What was withdrawn altogether is nothing, as it is for the windows of edges. */
    private static Map<String, String> merged(List<EdgeDelta> deltas) throws IOException {
        Map<String, EdgeStats> sums = new TreeMap<>();
        for (EdgeDelta delta : deltas) {
            long window = (delta.windowStartMillis() - START) / TEN_SECONDS;
            String key = window + " " + delta.vantage() + " " + delta.edge();
            sums.computeIfAbsent(key, any -> new EdgeStats()).merge(delta.changes());
        }
        sums.values().removeIf(EdgeStats::isEmpty);
        Map<String, String> bytes = new TreeMap<>();
        for (Map.Entry<String, EdgeStats> sum : sums.entrySet()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            sum.getValue().write(new DataOutputStream(out));
            bytes.put(sum.getKey(), HexFormat.of().formatHex(out.toByteArray()));
        }
        return bytes;
    }

    /** A watermark behind each record, a window and a half behind the latest: what comes later is late, by less than allowed. */
    private static final class Behind<T> implements WatermarkGenerator<T> {
        /** The time of a record. */
        private interface Time<T> {
            long millis(T value);
        }

        private final Time<T> time;
        private long latest = Long.MIN_VALUE;

        Behind(Time<T> time) {
            this.time = time;
        }

        @Override
        public void onEvent(T event, long timestamp, WatermarkOutput output) {
            latest = Math.max(latest, time.millis(event));
            output.emitWatermark(new Watermark(latest - WindowSize.TEN_SECONDS.millis() * 3 / 2));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }
}
