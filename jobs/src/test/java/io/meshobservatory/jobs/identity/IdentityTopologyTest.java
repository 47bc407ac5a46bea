/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.jobs.config.NameLimits;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.facts.FactsStage;
import io.meshobservatory.jobs.serialization.Types;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IdentityTopologyTest {
    /** The graph is only built with auto-generated uids and generic types switched off, which fails if one is needed. */
    @Test
    @DisplayName("Operators keep their uids")
    void operatorsKeepTheirUids() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        DataStream<EdgeDelta> deltas = env.fromData(
                        Types.EDGE_DELTA, RandomIdentities.of(1).deltas().get(0))
                .uid("deltas");
        DataStream<Alias> aliases = env.fromData(
                        IdentityTypes.ALIAS, RandomIdentities.of(1).aliases().get(0))
                .uid("aliases");

        IdentityStage stage = IdentityStage.define(
                new TreeMap<>(Map.of("traces", deltas)), aliases, ServiceGraphConfig.defaults(), NameLimits.defaults());
        stage.edges().sinkTo(new DiscardingSink<>()).uid("edges");
        FactsStage.define(stage.facts(), ServiceGraphConfig.defaults())
                .sinkTo(new DiscardingSink<>())
                .uid("facts");

        TreeSet<String> uids = new TreeSet<>();
        for (StreamNode node : env.getStreamGraph().getStreamNodes()) {
            uids.add(node.getTransformationUID());
        }
        assertThat(uids)
                .contains(
                        "thin-aliases",
                        "route-traces-by-names",
                        "identify-sources",
                        "identify-destinations",
                        "stamp-windows",
                        "admit-names",
                        "sum-facts");
    }
}
