/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.timescale.TestDatabase;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.NodeSighting;
import io.meshobservatory.core.window.WindowSize;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** The sinks in a job, as Flink runs them. */
class SinkJobIT {
    @Test
    void aJobFillsTheTables() throws Exception {
        TestDatabase database = TestDatabase.create();
        Migrations.migrate(database.config());
        List<EdgeRow> rows = new ArrayList<>();
        List<NodeSighting> sightings = new ArrayList<>();
        List<FactRow> facts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            for (int calls = 1; calls <= 3; calls++) {
                rows.add(Rows.row(WindowSize.TEN_SECONDS, Rows.START, i, calls));
            }
            facts.add(
                    new FactRow(Rows.START, Rows.service("caller-" + i % 50), null, FactKind.RBAC_DENIED, "policy", i));
            sightings.add(new NodeSighting(Rows.service("caller-" + i % 50), Rows.START - i, Rows.START + i));
        }

        Configuration strict = new Configuration();
        strict.setString("pipeline.generic-types", "false");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2, strict);
        environment.fromData(rows).keyBy(EdgeRow::edge).sinkTo(new EdgeRowSink(database.config()));
        environment.fromData(sightings).keyBy(NodeSighting::node).sinkTo(new NodeSightingSink(database.config()));
        environment
                .fromData(facts, TypeInformation.of(FactRow.class))
                .keyBy(FactRow::node)
                .sinkTo(new FactRowSink(database.config()));
        environment.execute();

        assertThat(database.query("select count(*), min(calls), max(calls) from edges_10s"))
                .containsExactly("200|3|3");
        assertThat(database.query("select count(*), min(first_seen), max(last_seen) from services"))
                .containsExactly("50|2026-11-21 11:59:59.801+00|2026-11-21 12:00:00.199+00");
        assertThat(database.query("select count(*), min(value), max(value) from facts"))
                .containsExactly("50|150|199");
    }
}
