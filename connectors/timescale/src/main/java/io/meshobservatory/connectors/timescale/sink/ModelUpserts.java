/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.core.score.ModelRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Models: the row of a key is replaced. */
final class ModelUpserts implements Upserts<ModelUpserts.Key, ModelRow> {
    private static final String UPSERT =
            "insert into models (cluster, version, schema_version, trained_at, rows, summary, model)"
                    + " values (?, ?, ?, ?, ?, ?::jsonb, ?) on conflict (cluster, version) do update set"
                    + " schema_version = excluded.schema_version, trained_at = excluded.trained_at,"
                    + " rows = excluded.rows, summary = excluded.summary, model = excluded.model";

    /**
     * The natural key, ordered as all transactions write.
     *
     * @param cluster for whose nodes, as it is stored
     * @param version of the model
     */
    record Key(String cluster, long version) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::cluster).thenComparingLong(Key::version);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    @Override
    public Key key(ModelRow row) {
        return new Key(StoredText.clean(row.cluster()), row.version());
    }

    /** A row is whole: the later one says everything. */
    @Override
    public ModelRow merge(ModelRow earlier, ModelRow later) {
        return later;
    }

    @Override
    public Counts write(Connection connection, List<Map.Entry<Key, ModelRow>> sorted) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            for (Map.Entry<Key, ModelRow> entry : sorted) {
                ModelRow row = entry.getValue();
                statement.setString(1, entry.getKey().cluster());
                statement.setLong(2, row.version());
                statement.setInt(3, row.schemaVersion());
                statement.setObject(
                        4, Instant.ofEpochMilli(row.trainedAtMillis()).atOffset(ZoneOffset.UTC));
                statement.setLong(5, row.rows());
                statement.setString(6, row.summary());
                statement.setBytes(7, row.blob());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return new Counts(sorted.size(), 0);
    }

    /** The table has no partitions. */
    @Override
    public int makePartitions(Connection connection, List<Map.Entry<Key, ModelRow>> sorted) {
        return 0;
    }
}
