/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.timescale.TestDatabase;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FactRowSinkIT {
    private static final Node CART = Rows.service("cart");
    private static final Node STOCK = Rows.service("stock");

    private final RecordingMetrics metrics = new RecordingMetrics();
    private TestDatabase database;

    @BeforeEach
    void migrate() throws SQLException {
        database = TestDatabase.create();
        Migrations.migrate(database.config());
    }

    @Test
    @DisplayName("every field arrives in its column, with empty texts for a peer that is not there")
    void columns() throws Exception {
        write(
                new FactRow(Rows.START, CART, STOCK, FactKind.CIRCUIT_BREAKER_OPEN, "default.rq_open", 1),
                new FactRow(Rows.START, CART, null, FactKind.CERTIFICATE_EXPIRY, "ROOTCA", 1_900_963_606.5));

        assertThat(database.query("select row_to_json(f) from facts f order by fact"))
                .containsExactly(
                        ("{'window_start':'2026-11-21T12:00:00+00:00','cluster':'east','namespace':'shop','name':'cart',"
                                        + "'kind':'SERVICE','peer_cluster':'','peer_namespace':'','peer_name':'',"
                                        + "'peer_kind':'','fact':'certificate_expiry','detail':'ROOTCA',"
                                        + "'value':1900963606.5}")
                                .replace('\'', '"'),
                        ("{'window_start':'2026-11-21T12:00:00+00:00','cluster':'east','namespace':'shop','name':'cart',"
                                        + "'kind':'SERVICE','peer_cluster':'east','peer_namespace':'shop',"
                                        + "'peer_name':'stock','peer_kind':'SERVICE','fact':'circuit_breaker_open',"
                                        + "'detail':'default.rq_open','value':1}")
                                .replace('\'', '"'));
    }

    @Test
    @DisplayName("a later row of a key replaces the earlier one, in the buffer as in the table; other keys stay")
    void upserts() throws Exception {
        write(
                new FactRow(Rows.START, CART, null, FactKind.RBAC_DENIED, "", 1),
                new FactRow(Rows.START, CART, null, FactKind.RBAC_DENIED, "", 2),
                new FactRow(Rows.START, CART, STOCK, FactKind.RBAC_DENIED, "", 3),
                new FactRow(Rows.START, CART, null, FactKind.RBAC_DENIED, "other", 4),
                new FactRow(Rows.START + 60_000, CART, null, FactKind.RBAC_DENIED, "", 5));
        write(new FactRow(Rows.START, CART, null, FactKind.RBAC_DENIED, "", 7));

        assertThat(database.query("select extract(minute from window_start), peer_name, detail, value from facts"
                        + " order by window_start, peer_name, detail"))
                .containsExactly("0|||7", "0||other|4", "0|stock||3", "1|||5");
        assertThat(metrics.count("rowsSuperseded")).isEqualTo(1);
        assertThat(metrics.count("partitionsMade")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "details that cannot be stored are made to fit; two that become equal are one key, not a failed statement")
    void texts() throws Exception {
        write(
                new FactRow(Rows.START, CART, null, FactKind.UNPARSED_LOG_LINES, "a\0b", 1),
                new FactRow(Rows.START, CART, null, FactKind.UNPARSED_LOG_LINES, "a\uD800b", 2));

        assertThat(database.query("select detail, value from facts")).containsExactly("a\uFFFDb|2");
    }

    @Test
    @DisplayName("rows of any day find a partition")
    void anyDay() throws Exception {
        write(
                new FactRow(0, CART, null, FactKind.RATE_LIMITED, "", 1),
                new FactRow(Rows.START, CART, null, FactKind.RATE_LIMITED, "", 1));

        assertThat(database.query("select partition_name from edge_partitions order by 1"))
                .containsExactly("facts_p19700101", "facts_p20261121");
    }

    private void write(FactRow... rows) throws Exception {
        try (UpsertSinkWriter<FactKey, FactRow> writer = new UpsertSinkWriter<>(
                new FactRowUpserts(),
                WriterHarness.QUICK,
                Connections.to(database.config()),
                new ManualTimers(),
                new SinkMetrics(metrics))) {
            for (FactRow row : List.of(rows)) {
                writer.write(row, null);
            }
            writer.flush(true);
        }
    }
}
