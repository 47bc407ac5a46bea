/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The stage of access logs")
class LogsStageIT {
    private static final long WINDOW = 1_700_000_000_000L;
    private static final int CALLERS = 5;
    private static final int CALLS = 600;

    @Test
    @DisplayName("has names for all of its operators, and serializers for all of its streams")
    void uids() {
        StreamExecutionEnvironment env = environment(RuntimeExecutionMode.STREAMING, 1);
        LogsStage stage = LogsStage.define(records(env, List.of(Lines.otlp(0, WINDOW, List.of("x")))), config());
        stage.edges().print().uid("edges");

        assertThat(env.getStreamGraph().getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .contains("decode-logs", "count-log-lines-once", "sum-logged-calls-locally");
    }

    @ParameterizedTest(name = "{0} with {1} subtasks")
    @DisplayName(
            "counts each line once, however often and in whatever order it is delivered, and however the work is spread")
    @CsvSource({"BATCH, 1", "BATCH, 4", "STREAMING, 1", "STREAMING, 2", "STREAMING, 4"})
    void countsOnce(RuntimeExecutionMode mode, int parallelism) throws Exception {
        Random random = new Random(parallelism);
        List<OtlpRecord> requests = new ArrayList<>();
        Map<String, Long> expected = new HashMap<>();
        for (int call = 0; call < CALLS; ) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 20; i++, call++) {
                int caller = 1 + random.nextInt(CALLERS);
                long start = WINDOW + random.nextInt(40_000);
                lines.add(Lines.text(start, caller, "r" + call));
                expected.merge(key("10.0.0." + caller, (start + 10) / 10_000 * 10_000), 1L, Long::sum);
            }
            lines.add("starting");
            OtlpRecord request = Lines.otlp(call, OtlpRecord.NEVER_WRITTEN, lines);
            Collections.addAll(requests, request, request);
        }
        Collections.shuffle(requests, random);

        Map<String, EdgeStats> sums = new HashMap<>();
        StreamExecutionEnvironment env = environment(mode, parallelism);
        try (CloseableIterator<EdgeDelta> deltas =
                LogsStage.define(records(env, requests), config()).edges().executeAndCollect()) {
            while (deltas.hasNext()) {
                EdgeDelta delta = deltas.next();
                Edge edge = delta.edge();
                assertThat(delta.vantage()).isEqualTo(Vantage.LOGS_SOURCE);
                assertThat(edge.destination().name()).isEqualTo("pay");
                sums.computeIfAbsent(key(edge.source().name(), delta.windowStartMillis()), key -> new EdgeStats())
                        .merge(delta.changes());
            }
        }

        Map<String, Long> counted = new HashMap<>();
        sums.forEach((key, stats) -> counted.put(key, stats.calls()));
        assertThat(counted).isEqualTo(expected);
    }

    private static String key(String caller, long windowStartMillis) {
        return caller + " in " + windowStartMillis;
    }

    private static DataStream<OtlpRecord> records(StreamExecutionEnvironment env, List<OtlpRecord> records) {
        return env.fromData(records, OtlpRecord.TYPE)
                .uid("records")
                .assignTimestampsAndWatermarks(WatermarkStrategy.<OtlpRecord>forMonotonousTimestamps()
                        .withTimestampAssigner((otlp, before) -> WINDOW))
                .uid("times");
    }

    private static ServiceGraphConfig config() {
        return ServiceGraphConfig.defaults();
    }

    private static StreamExecutionEnvironment environment(RuntimeExecutionMode mode, int parallelism) {
        Configuration configuration = new Configuration();
        configuration.set(
                PipelineOptions.AUTO_GENERATE_UIDS, mode != RuntimeExecutionMode.STREAMING || parallelism > 1);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setRuntimeMode(mode);
        env.setParallelism(parallelism);
        env.setMaxParallelism(128);
        return env;
    }
}
