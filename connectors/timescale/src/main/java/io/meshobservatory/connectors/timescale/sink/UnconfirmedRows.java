/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.connectors.timescale.schema.ResultTable;
import io.meshobservatory.connectors.timescale.schema.Storage;
import io.meshobservatory.core.window.WindowSize;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

/**
 * Takes back the rows of edges that a failed attempt inserted after the checkpoint from which the next one goes on. Those
 * that are right come again; those that later spans would have taken back might not, and nobody else knows of them.
 */
final class UnconfirmedRows implements RetryingTransactions.Work<Long> {
    /** How long after its end, at most, a window is taken to be open: it bounds the part of the tables that is read. */
    private static final Duration LATENESS = Duration.ofHours(1);

    private final Collection<WriterMark> marks;
    private final long restoredFrom;

    /**
     * @param marks of the writers that inserted the rows, with their watermarks: to read all of the tables could take longer
     *     than a restart may
     * @param restoredFrom id of the checkpoint, {@link RowOrigin#BEFORE_THE_FIRST_CHECKPOINT} if all that they inserted is
     *     to be taken back
     */
    UnconfirmedRows(Collection<WriterMark> marks, long restoredFrom) {
        this.marks = List.copyOf(marks);
        this.restoredFrom = restoredFrom;
    }

    /** Returns how many rows were taken back. */
    @Override
    public Long run(Connection connection) throws SQLException {
        long removed = 0;
        for (WindowSize size : WindowSize.values()) {
            for (WriterMark mark : marks) {
                removed += delete(connection, size, mark);
            }
        }
        return removed;
    }

    @Override
    public void prepare(Connection connection, Storage storage) throws SQLException {
        CompressedRows.allowUnpacking(connection, storage);
    }

    @Override
    public int makePartitions(Connection connection) {
        return 0;
    }

    private long delete(Connection connection, WindowSize size, WriterMark mark) throws SQLException {
        long fromMillis = mark.watermarkMillis() - LATENESS.toMillis() - size.millis();
        try (PreparedStatement statement = connection.prepareStatement(
                "delete from " + ResultTable.of(size).tableName()
                        + " where window_start >= ? and writer = ? and created_after >= ?")) {
            statement.setObject(1, Instant.ofEpochMilli(fromMillis).atOffset(ZoneOffset.UTC));
            statement.setObject(2, mark.writer());
            statement.setLong(3, restoredFrom);
            return statement.executeUpdate();
        }
    }
}
