/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.alertmanager.AlertmanagerConfig;
import io.meshobservatory.connectors.redis.RedisConfig;
import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.jobs.detection.config.DetectionConfig;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a savepoint depends on: names of operators, their number of key groups, no types without a serializer. */
class DetectionTopologyTest {
    /** The graph is only built with auto-generated uids and generic types switched off, which fails if one is needed. */
    @Test
    @DisplayName("Operators keep their uids")
    void operatorsKeepTheirUids() {
        Set<String> uids = new TreeSet<>();
        for (StreamNode node : build().getStreamNodes()) {
            String uid = node.getTransformationUID();
            assertThat(uid).as("uid of %s", node.getOperatorName()).isNotNull();
            // a sink makes the one of its committer from its own
            if (!uid.startsWith("Sink Committer: ")) {
                uids.add(uid);
            }
        }

        assertThat(uids)
                .containsExactlyInAnyOrder(
                        "edges-from-kafka",
                        "facts-from-kafka",
                        "control-from-kafka",
                        "read-edges",
                        "read-facts",
                        "read-control",
                        "stamp-rows",
                        "stamp-facts",
                        "tell-ends",
                        "judge-destinations",
                        "profile-nodes",
                        "train-forest",
                        "score-windows",
                        "sum-scores",
                        "route-signals",
                        "limit-signals",
                        "find-single-signals",
                        "find-lateral-movement-of-2",
                        "find-lateral-movement-of-3",
                        "find-exfiltration-of-2",
                        "find-exfiltration-of-3",
                        "find-credential-abuse-of-2",
                        "find-policy-probing-of-2",
                        "find-mtls-downgrade-of-2",
                        "find-ddos-of-2",
                        "hear-matches",
                        "hear-signals",
                        "tell-stories",
                        "alerts-to-kafka",
                        "alerts-to-database",
                        "alerts-to-redis",
                        "alerts-to-alertmanager",
                        "scores-to-database",
                        "score-minutes-to-database",
                        "models-to-database",
                        "dead-letters-to-kafka");
    }

    @Test
    @DisplayName("Keys are spread over a fixed number of groups")
    void keysAreSpreadOverAFixedNumberOfGroups() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DetectionJob.define(env, settings());

        assertThat(env.getMaxParallelism()).isEqualTo(128);
    }

    private static StreamGraph build() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DetectionJob.define(env, settings());
        return env.getStreamGraph();
    }

    private static DetectionSettings settings() {
        return new DetectionSettings(
                "127.0.0.1:1",
                DatabaseConfig.parse("jdbc:postgresql://127.0.0.1:1/none"),
                new RedisConfig("redis://127.0.0.1:1"),
                AlertmanagerConfig.fromEnvironment(Map.of(AlertmanagerConfig.URL_VARIABLE, "http://127.0.0.1:1"))
                        .orElseThrow(),
                DetectionConfig.defaults());
    }
}
