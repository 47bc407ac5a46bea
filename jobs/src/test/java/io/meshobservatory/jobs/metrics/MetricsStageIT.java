/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.otlp.metrics.MetricTimes;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stage on a cluster: as a stream and as a batch, with whatever parallelism, it counts what happened. */
class MetricsStageIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    private static final long HOUR = 1_700_002_800_000L;

    /** What happened, and how it was told. */
    private record World(List<OtlpRecord> records, Map<String, Long> callsByEdge) {}

    @ParameterizedTest
    @CsvSource({"1,STREAMING,1", "1,STREAMING,4", "1,BATCH,1", "1,BATCH,4", "2,STREAMING,2", "2,BATCH,2", "3,BATCH,3"})
    @DisplayName("the calls of each edge are those between the first and the last scrape")
    void countsWhatHappened(long seed, RuntimeExecutionMode mode, int parallelism) throws Exception {
        World world = world(seed);

        Map<String, Long> calls = new TreeMap<>();
        try (CloseableIterator<EdgeDelta> deltas =
                stage(world.records(), mode, parallelism).edges().executeAndCollect()) {
            while (deltas.hasNext()) {
                EdgeDelta delta = deltas.next();
                String edge = delta.edge().source().name() + " "
                        + delta.edge().destination().name();
                calls.merge(edge, delta.changes().calls(), Long::sum);
            }
        }

        assertThat(calls).isEqualTo(world.callsByEdge());
    }

    @Test
    @DisplayName("a record that is no request is kept, with the reason")
    void keepsWhatCannotBeDecoded() throws Exception {
        OtlpRecord bad =
                new OtlpRecord("t", 0, 7, OtlpRecord.NEVER_WRITTEN, "no protobuf".getBytes(StandardCharsets.UTF_8));
        try (var letters = stage(List.of(bad), RuntimeExecutionMode.STREAMING, 1)
                .deadLetters()
                .executeAndCollect()) {
            assertThat(letters.next()).satisfies(letter -> {
                assertThat(letter.record()).isEqualTo(bad);
                assertThat(letter.reason()).startsWith("not an ExportMetricsServiceRequest");
            });
        }
    }

    private static MetricsStage stage(List<OtlpRecord> records, RuntimeExecutionMode mode, int parallelism) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setRuntimeMode(mode);
        env.setParallelism(parallelism);
        DataStream<OtlpRecord> requests = env.fromData(OtlpRecord.TYPE, records.toArray(new OtlpRecord[0]))
                .setParallelism(1)
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<OtlpRecord>forBoundedOutOfOrderness(Duration.ofSeconds(40))
                                .withTimestampAssigner((otlp, time) -> MetricTimes.latestMillis(otlp.value())));
        return MetricsStage.define(requests, ServiceGraphConfig.defaults());
    }

    private static World world(long seed) {
        Random random = new Random(seed);
        List<OtlpRecord> records = new ArrayList<>();
        Map<String, Long> expected = new TreeMap<>();
        Map<Long, byte[]> arrivals = new TreeMap<>();
        for (int pod = 0; pod < 8; pod++) {
            String callee = "service" + pod % 4;
            Map<String, Long> counts = new TreeMap<>();
            long start = HOUR - 1_000_000;
            long first = HOUR + random.nextInt(15_000);
            for (long time = first; time < HOUR + 600_000; time += 15_000) {
                if (random.nextInt(12) == 0) {
                    counts.clear();
                    start = time - 5_000;
                }
                for (int caller = 0; caller < 3; caller++) {
                    long increase = random.nextInt(30);
                    if (increase > 0) {
                        counts.merge("caller" + caller, increase, Long::sum);
                        if (time > first) {
                            expected.merge("caller" + caller + " " + callee, increase, Long::sum);
                        }
                    }
                }
                byte[] request = MetricRequests.scrape("10.0.0." + pod, callee, start, time, counts);
                arrivals.put((time + random.nextInt(25_000)) * 100 + pod, request);
                if (random.nextInt(5) == 0) {
                    arrivals.put((time + random.nextInt(25_000)) * 100 + 50 + pod, request);
                }
            }
        }
        arrivals.values()
                .forEach(request ->
                        records.add(new OtlpRecord("t", 0, records.size(), OtlpRecord.NEVER_WRITTEN, request)));
        return new World(records, expected);
    }
}
