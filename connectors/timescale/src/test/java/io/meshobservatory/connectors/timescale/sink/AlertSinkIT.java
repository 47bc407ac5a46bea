/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.timescale.TestDatabase;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.Severity;
import io.meshobservatory.core.graph.Node;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AlertSinkIT {
    private static final Node CART = Rows.service("cart");
    private static final Node HOST = Node.external("files.example.com");

    private final RecordingMetrics metrics = new RecordingMetrics();
    private TestDatabase database;

    @BeforeEach
    void migrate() throws SQLException {
        database = TestDatabase.create();
        Migrations.migrate(database.config());
    }

    @Test
    @DisplayName("every field arrives in its column, and the finding is stored as the bytes that the topic carries")
    void columns() throws Exception {
        Alert alert = alert("a", 1, Activity.CREATE, "backup until May");
        write(alert);

        assertThat(database.query("select to_jsonb(a) - 'finding' from alerts a"))
                .containsExactly(("{'id': 'a', 'kind': 'DDOS', 'time': '2026-11-21T12:01:15+00:00', 'title': 'a flood',"
                                + " 'status': 'SUPPRESSED', 'activity': 'CREATE', 'clusters': ['east', '-'],"
                                + " 'end_time': '2026-11-21T12:01:00+00:00', 'revision': 1,"
                                + " 'resources': ['east/shop/cart', '-/-/files.example.com'],"
                                + " 'confidence': 0.75, 'start_time': '2026-11-21T12:00:00+00:00',"
                                + " 'severity_id': 4, 'suppression': 'backup until May'}")
                        .replace('\'', '"'));
        assertThat(database.query("select finding from alerts"))
                .isEqualTo(database.query("select finding from alert_revisions"))
                .containsExactly(new String(AlertJson.write(alert), UTF_8));
        assertThat(database.query("select revision, activity, status, severity_id, time from alert_revisions"))
                .containsExactly("1|CREATE|SUPPRESSED|4|2026-11-21 12:01:15+00");
    }

    @Test
    @DisplayName("the alert is its greatest revision, in whatever order its states come, and each state is kept")
    void revisions() throws Exception {
        write(alert("a", 2, Activity.UPDATE, null), alert("a", 1, Activity.CREATE, null));
        write(alert("a", 4, Activity.CLOSE, null));
        write(alert("a", 3, Activity.UPDATE, null), alert("b", 1, Activity.CREATE, null));

        assertThat(database.query("select id, revision, status from alerts order by id"))
                .containsExactly("a|4|RESOLVED", "b|1|NEW");
        assertThat(database.query("select id, revision, status from alert_revisions order by id, revision"))
                .containsExactly("a|1|NEW", "a|2|IN_PROGRESS", "a|3|IN_PROGRESS", "a|4|RESOLVED", "b|1|NEW");
    }

    @Test
    @DisplayName("a replay of the same states leaves the tables as they were")
    void replay() throws Exception {
        Alert[] states = {
            alert("a", 1, Activity.CREATE, null),
            alert("a", 2, Activity.UPDATE, null),
            alert("a", 3, Activity.CLOSE, null)
        };
        write(states);
        List<String> before = contents();

        write(states);
        write(states[0]);

        assertThat(contents()).isEqualTo(before).hasSize(4);
        assertThat(metrics.count("rowsWritten")).isEqualTo(7);
    }

    @Test
    @DisplayName("texts that cannot be stored are made to fit")
    void texts() throws Exception {
        write(new Alert(
                "a\0",
                1,
                AlertKind.ANOMALY,
                Activity.CREATE,
                0,
                0,
                0,
                Severity.LOW,
                Double.NaN,
                "x\0\ud800y",
                "",
                List.of(),
                List.of(CART),
                List.of(),
                List.of(),
                List.of(),
                "forest",
                "z\0"));

        assertThat(database.query("select id, title, suppression, coalesce(confidence::text, '-') from alerts"))
                .containsExactly("a\ufffd|x\ufffd\ufffdy|z\ufffd|-");
    }

    private List<String> contents() throws SQLException {
        return database.query("select id, revision, finding::text from alert_revisions union all"
                + " select id, revision, finding::text from alerts order by 1, 2");
    }

    private void write(Alert... alerts) throws Exception {
        try (UpsertSinkWriter<AlertKey, Alert> writer = new UpsertSinkWriter<>(
                new AlertUpserts(),
                WriterHarness.QUICK,
                Connections.to(database.config()),
                new ManualTimers(),
                new SinkMetrics(metrics))) {
            for (Alert alert : alerts) {
                writer.write(alert, null);
            }
            writer.flush(true);
        }
    }

    private static Alert alert(String id, int revision, Activity activity, @Nullable String suppression) {
        return new Alert(
                id,
                revision,
                AlertKind.DDOS,
                activity,
                Rows.START + 75_000,
                Rows.START,
                Rows.START + 60_000L * revision,
                Severity.HIGH,
                0.75,
                "a flood",
                "",
                List.of(),
                List.of(CART, HOST),
                List.of(),
                List.of(),
                List.of(),
                "ddos/1",
                suppression);
    }
}
