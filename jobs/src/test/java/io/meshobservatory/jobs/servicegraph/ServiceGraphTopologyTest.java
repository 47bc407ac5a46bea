/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.redis.RedisConfig;
import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** What a savepoint depends on: names of operators, their number of key groups, no types without a serializer. */
class ServiceGraphTopologyTest {
    /** The graph is only built with auto-generated uids and generic types switched off, which fails if one is needed. */
    @Test
    void operatorsKeepTheirUids() {
        StreamGraph graph = build();

        TreeMap<String, String> uids = new TreeMap<>();
        for (StreamNode node : graph.getStreamNodes()) {
            String uid = node.getTransformationUID();
            // a sink makes the one of its committer from its own
            if (uid == null || !uid.startsWith("Sink Committer: ")) {
                uids.put(uid, node.getOperatorName());
            }
        }
        assertThat(uids.keySet())
                .containsExactlyInAnyOrder(
                        "spans-from-kafka",
                        "metrics-from-kafka",
                        "logs-from-kafka",
                        "decode-metrics",
                        "count-increases",
                        "decode-logs",
                        "count-log-lines-once",
                        "sum-logged-calls-locally",
                        "yield-metric-aliases",
                        "yield-log-aliases",
                        "yield-metric-edges",
                        "yield-log-edges",
                        "yield-metric-facts",
                        "yield-log-facts",
                        "thin-aliases",
                        "route-traces-by-names",
                        "route-metrics-by-names",
                        "route-logs-by-names",
                        "identify-sources",
                        "identify-destinations",
                        "stamp-windows",
                        "admit-names",
                        "skip-east-west-gateways",
                        "sum-facts",
                        "facts-to-database",
                        "facts-to-kafka",
                        "unparsed-log-lines-to-kafka",
                        "decode-spans",
                        "assemble-traces",
                        "sum-locally",
                        "sum-edges",
                        "sight-nodes",
                        "edges-to-database",
                        "edges-to-redis",
                        "edges-to-kafka",
                        "nodes-to-database",
                        "dead-letters-to-kafka",
                        "dropped-spans-to-kafka");
        assertThat(uids).doesNotContainKey(null);
    }

    @Test
    void keysAreSpreadOverAFixedNumberOfGroups() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        ServiceGraphJob.define(env, settings());

        assertThat(env.getMaxParallelism()).isEqualTo(128);
    }

    /** One writer per key: the sink must stand right behind the operator that is keyed by edge, without a reshuffle. */
    @Test
    void edgesAreWrittenByTheSubtaskThatSumsThem() {
        StreamGraph graph = build();

        StreamNode sum = graph.getStreamNodes().stream()
                .filter(node -> "sum-edges".equals(node.getTransformationUID()))
                .findFirst()
                .orElseThrow();
        assertThat(sum.getOutEdges())
                .isNotEmpty()
                .allSatisfy(edge -> assertThat(edge.getPartitioner().toString()).isEqualTo("FORWARD"));
    }

    private static StreamGraph build() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        ServiceGraphJob.define(env, settings());
        return env.getStreamGraph();
    }

    private static ServiceGraphSettings settings() {
        return new ServiceGraphSettings(
                "127.0.0.1:1",
                DatabaseConfig.parse("jdbc:postgresql://127.0.0.1:1/none"),
                new RedisConfig("redis://127.0.0.1:1"),
                ServiceGraphConfig.defaults());
    }
}
