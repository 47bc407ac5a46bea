/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.facts;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.serialization.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;

/** From single facts to rows of facts per minute. */
public final class FactsStage {
    private FactsStage() {}

    /**
     * Defines the stage.
     *
     * @param facts facts of all kinds
     * @param config the allowed lateness is taken from it
     * @return rows, partitioned by node: one subtask writes all rows of a key, in their order
     */
    public static DataStream<FactRow> define(DataStream<Fact> facts, ServiceGraphConfig config) {
        return facts.keyBy(new ByNode(), Types.NODE)
                .process(new SumFacts(config.allowedLateness().toMillis()), FactTypes.FACT_ROW)
                .uid("sum-facts")
                .name("sum facts");
    }

    private static final class ByNode implements KeySelector<Fact, Node> {
        private static final long serialVersionUID = 1L;

        @Override
        public Node getKey(Fact fact) {
            return fact.node();
        }
    }
}
