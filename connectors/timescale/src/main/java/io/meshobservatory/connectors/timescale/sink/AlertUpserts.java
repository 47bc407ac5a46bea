/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import io.meshobservatory.core.alert.AlertStatus;
import io.meshobservatory.core.alert.ResourceName;
import io.meshobservatory.core.graph.Node;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * States of alerts: each is kept, and the one with the greatest revision is the alert. A state of an earlier revision never
 * replaces a later one, so that neither order nor repetition changes the result.
 */
final class AlertUpserts implements Upserts<AlertKey, Alert> {
    private static final String UPSERT_STATE =
            "insert into alert_revisions (id, revision, activity, status, severity_id, time, finding)"
                    + " values (?, ?, ?, ?, ?, ?, ?::json)"
                    + " on conflict (id, revision) do update set activity = excluded.activity, status = excluded.status,"
                    + " severity_id = excluded.severity_id, time = excluded.time, finding = excluded.finding";

    private static final String UPSERT_ALERT =
            "insert into alerts (id, revision, kind, activity, status, severity_id, confidence, time, start_time,"
                    + " end_time, title, resources, clusters, suppression, finding)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json)"
                    + " on conflict (id) do update set revision = excluded.revision, kind = excluded.kind,"
                    + " activity = excluded.activity, status = excluded.status, severity_id = excluded.severity_id,"
                    + " confidence = excluded.confidence, time = excluded.time, start_time = excluded.start_time,"
                    + " end_time = excluded.end_time, title = excluded.title, resources = excluded.resources,"
                    + " clusters = excluded.clusters, suppression = excluded.suppression, finding = excluded.finding"
                    + " where alerts.revision <= excluded.revision";

    @Override
    public AlertKey key(Alert alert) {
        return new AlertKey(StoredText.clean(alert.id()), alert.revision());
    }

    /** A state is whole: the later one says everything. */
    @Override
    public Alert merge(Alert earlier, Alert later) {
        return later;
    }

    @Override
    public Counts write(Connection connection, List<Map.Entry<AlertKey, Alert>> sorted) throws SQLException {
        try (PreparedStatement states = connection.prepareStatement(UPSERT_STATE);
                PreparedStatement alerts = connection.prepareStatement(UPSERT_ALERT)) {
            for (int i = 0; i < sorted.size(); i++) {
                AlertKey key = sorted.get(i).getKey();
                Alert alert = sorted.get(i).getValue();
                String finding = new String(AlertJson.write(alert), UTF_8);
                setState(states, key, alert, finding);
                states.addBatch();
                boolean latest = i + 1 == sorted.size()
                        || !sorted.get(i + 1).getKey().id().equals(key.id());
                if (latest) {
                    setAlert(connection, alerts, key, alert, finding);
                    alerts.addBatch();
                }
            }
            states.executeBatch();
            alerts.executeBatch();
        }
        return new Counts(sorted.size(), 0);
    }

    /** The tables have no partitions. */
    @Override
    public int makePartitions(Connection connection, List<Map.Entry<AlertKey, Alert>> sorted) {
        return 0;
    }

    private static void setState(PreparedStatement statement, AlertKey key, Alert alert, String finding)
            throws SQLException {
        statement.setString(1, key.id());
        statement.setInt(2, key.revision());
        statement.setString(3, alert.activity().name());
        statement.setString(4, AlertStatus.of(alert).name());
        statement.setInt(5, alert.severity().id());
        statement.setObject(6, utc(alert.timeMillis()));
        statement.setString(7, finding);
    }

    private static void setAlert(
            Connection connection, PreparedStatement statement, AlertKey key, Alert alert, String finding)
            throws SQLException {
        statement.setString(1, key.id());
        statement.setInt(2, key.revision());
        statement.setString(3, alert.kind().name());
        statement.setString(4, alert.activity().name());
        statement.setString(5, AlertStatus.of(alert).name());
        statement.setInt(6, alert.severity().id());
        statement.setObject(7, Double.isFinite(alert.confidence()) ? (Double) alert.confidence() : null);
        statement.setObject(8, utc(alert.timeMillis()));
        statement.setObject(9, utc(alert.startMillis()));
        statement.setObject(10, utc(alert.endMillis()));
        statement.setString(11, StoredText.clean(alert.title()));
        statement.setArray(12, texts(connection, alert.resources().stream().map(ResourceName::of)));
        statement.setArray(
                13,
                texts(connection, alert.resources().stream().map(Node::cluster).distinct()));
        statement.setString(14, StoredText.cleanOrNull(alert.suppression()));
        statement.setString(15, finding);
    }

    private static Array texts(Connection connection, Stream<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private static OffsetDateTime utc(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
