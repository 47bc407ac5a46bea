/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.time.DataReach;
import io.meshobservatory.api.time.TimeRange;
import io.meshobservatory.core.window.WindowSize;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads edges of a range, each call exactly once. Thread-safe. */
public final class EdgeStore implements DataReach {
    private static final int FETCH_SIZE = 2_000;

    private final Database database;

    public EdgeStore(Database database) {
        this.database = requireNonNull(database, "database");
    }

    /**
     * What was read besides the rows.
     *
     * @param pairs how many (source, destination, protocol) there are; more than were read where the limit cut
     * @param dataUntilMillis the end of the newest window that has any rows of any edge, empty where none has
     */
    public record Extent(long pairs, OptionalLong dataUntilMillis) {}

    /**
     * Reads for sums over a range.
     *
     * @param pairLimit how many pairs at most; those with the most calls are read
     * @param rows takes the rows, in no particular order, each of a window of any width
     */
    public Extent readForSums(TimeRange range, EdgeFilter filter, int pairLimit, Consumer<StoredEdge> rows) {
        return database.read(handle -> {
            Newest newest = newest(handle, range);
            EdgeSql sql = new EdgeSql(ReadPlan.forSums(range, newest), filter);
            long pairs =
                    bound(handle, sql.countOfPairs(), sql).mapTo(Long.class).one();
            if (pairs > pairLimit) {
                stream(bound(handle, sql.rowsOfBusiestPairs(), sql).bind("pair_limit", pairLimit), rows);
            } else if (pairs > 0) {
                stream(bound(handle, sql.rows(), sql), rows);
            }
            return new Extent(pairs, newest.dataUntilMillis());
        });
    }

    /**
     * Reads for a series.
     *
     * @param rows takes the rows, in no particular order, each of a window not wider than the resolution
     * @return the end of the newest window that has any rows, empty where none has
     */
    public OptionalLong readForSeries(TimeRange range, EdgeFilter filter, Consumer<StoredEdge> rows) {
        return database.read(handle -> {
            Newest newest = newest(handle, range);
            EdgeSql sql = new EdgeSql(ReadPlan.forSeries(range, newest), filter);
            stream(bound(handle, sql.rows(), sql), rows);
            return newest.dataUntilMillis();
        });
    }

    @Override
    public boolean isComplete(WindowSize table, long fromMillis, long toMillis) {
        WindowSize coarser = switch (table) {
            case TEN_SECONDS -> WindowSize.ONE_MINUTE;
            case ONE_MINUTE, ONE_HOUR -> WindowSize.ONE_HOUR;
        };
        return database.read(handle -> {
            Long oldest = oldest(handle, table, fromMillis, toMillis);
            Long coarserOldest = oldest(handle, coarser, coarser.startMillis(fromMillis), toMillis);
            if (coarserOldest == null) {
                return true;
            }
            // a coarse window that begins before the range may have its calls there: only what is inside can be
            // compared
            long expectedMillis = Math.max(coarserOldest, coarser.endMillis(fromMillis - 1));
            return oldest != null && coarser.startMillis(oldest) <= expectedMillis;
        });
    }

    private static @Nullable Long oldest(Handle handle, WindowSize table, long fromMillis, long toMillis) {
        return handle.createQuery(EdgeSql.oldest(table))
                .bind("range_from", EdgeSql.timestamp(fromMillis))
                .bind("range_to", EdgeSql.timestamp(toMillis))
                .map((row, context) -> millis(row, "oldest"))
                .one();
    }

    private static Newest newest(Handle handle, TimeRange range) {
        return handle.createQuery(EdgeSql.newest())
                .bind("range_from", EdgeSql.timestamp(range.fromMillis()))
                .bind("range_to", EdgeSql.timestamp(range.toMillis()))
                .map((row, context) ->
                        new Newest(millis(row, "edges_10s"), millis(row, "edges_1m"), millis(row, "edges_1h")))
                .one();
    }

    private static @Nullable Long millis(ResultSet row, String column) throws SQLException {
        OffsetDateTime start = row.getObject(column, OffsetDateTime.class);
        return start == null ? null : start.toInstant().toEpochMilli();
    }

    private static Query bound(Handle handle, String text, EdgeSql sql) {
        return handle.createQuery(text).bindMap(sql.values());
    }

    private static void stream(Query query, Consumer<StoredEdge> rows) {
        query.setFetchSize(FETCH_SIZE).map(new StoredEdgeMapper()).forEach(rows);
    }
}
