/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.timescale.TestDatabase;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.NodeSighting;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeSightingSinkIT {
    private final RecordingMetrics metrics = new RecordingMetrics();

    /** Whatever the order, and however often: the earliest first and the latest last time. */
    @Test
    void sightingsOfANodeAreMerged() throws Exception {
        TestDatabase database = TestDatabase.create();
        Migrations.migrate(database.config());
        Node cart = Rows.service("cart");
        Node cartDatabase = new Node("east", "shop", "cart", NodeKind.DATABASE);

        write(database, new NodeSighting(cart, 2_000, 3_000), new NodeSighting(cartDatabase, 1_000, 1_000));
        write(database, new NodeSighting(cart, 2_500, 5_000), new NodeSighting(cart, 1_500, 1_500));
        write(database, new NodeSighting(cart, 2_000, 3_000));

        assertThat(database.query("select kind, (extract(epoch from first_seen) * 1000)::int8,"
                        + " (extract(epoch from last_seen) * 1000)::int8 from services order by 1"))
                .containsExactly("DATABASE|1000|1000", "SERVICE|1500|5000");
        assertThat(metrics.count("rowsSuperseded")).isEqualTo(1);
    }

    /** A job that sees the same services every ten seconds must not write them anew each time. */
    @Test
    void aSightingThatChangesNothingWritesNothing() throws Exception {
        TestDatabase database = TestDatabase.create();
        Migrations.migrate(database.config());
        write(database, new NodeSighting(Rows.service("cart"), 1_000, 9_000));
        String version = database.query("select xmin, ctid from services").get(0);

        write(database, new NodeSighting(Rows.service("cart"), 2_000, 8_000));

        assertThat(database.query("select xmin, ctid from services")).containsExactly(version);
    }

    private void write(TestDatabase database, NodeSighting... sightings) throws Exception {
        try (UpsertSinkWriter<Node, NodeSighting> writer = new UpsertSinkWriter<>(
                new NodeSightingUpserts(),
                WriterHarness.QUICK,
                Connections.to(database.config()),
                new ManualTimers(),
                new SinkMetrics(metrics))) {
            for (NodeSighting sighting : List.of(sightings)) {
                writer.write(sighting, null);
            }
            writer.flush(true);
        }
    }
}
