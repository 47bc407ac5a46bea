/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.connectors.timescale.schema.ResultTable;
import io.meshobservatory.connectors.timescale.schema.Storage;
import io.meshobservatory.core.score.ScoreMinute;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spreads of scores: the row of a key is replaced. */
final class ScoreMinuteUpserts implements Upserts<ScoreMinuteUpserts.Key, ScoreMinute> {
    private static final String UPSERT = "insert into score_minutes (window_start, cluster, model_version, scored,"
            + " signalled, score_p50, score_p99, score_max) values (?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (window_start, cluster, model_version) do update set scored = excluded.scored,"
            + " signalled = excluded.signalled, score_p50 = excluded.score_p50, score_p99 = excluded.score_p99,"
            + " score_max = excluded.score_max";

    /**
     * The natural key, ordered as all transactions write.
     *
     * @param windowStartMillis start of the minute, milliseconds since the epoch
     * @param cluster whose nodes, as it is stored
     * @param modelVersion the model that scored them
     */
    record Key(long windowStartMillis, String cluster, long modelVersion) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparingLong(Key::windowStartMillis)
                .thenComparing(Key::cluster)
                .thenComparingLong(Key::modelVersion);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    @Override
    public Key key(ScoreMinute row) {
        return new Key(row.windowStartMillis(), StoredText.clean(row.cluster()), row.modelVersion());
    }

    /** A row is whole: the later one says everything. */
    @Override
    public ScoreMinute merge(ScoreMinute earlier, ScoreMinute later) {
        return later;
    }

    @Override
    public Counts write(Connection connection, List<Map.Entry<Key, ScoreMinute>> sorted) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            for (Map.Entry<Key, ScoreMinute> entry : sorted) {
                ScoreMinute row = entry.getValue();
                statement.setObject(
                        1, Instant.ofEpochMilli(row.windowStartMillis()).atOffset(ZoneOffset.UTC));
                statement.setString(2, entry.getKey().cluster());
                statement.setLong(3, row.modelVersion());
                statement.setLong(4, row.scored());
                statement.setLong(5, row.signalled());
                statement.setObject(6, known(row.p50()));
                statement.setObject(7, known(row.p99()));
                statement.setObject(8, known(row.max()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return new Counts(sorted.size(), 0);
    }

    @Override
    public int makePartitions(Connection connection, List<Map.Entry<Key, ScoreMinute>> sorted) throws SQLException {
        return MissingPartitions.make(
                connection,
                ResultTable.SCORE_MINUTES,
                sorted.stream().map(row -> row.getKey().windowStartMillis()).toList());
    }

    @Override
    public void prepare(Connection connection, Storage storage) throws SQLException {
        CompressedRows.allowUnpacking(connection, storage);
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
