/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.connectors.timescale.schema.Storage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * How rows of one type get into their tables. Keeps no rows.
 *
 * @param <K> the natural key, in the order in which rows are written
 * @param <T> the row
 */
interface Upserts<K extends Comparable<K>, T> {
    /** What a flush did. */
    record Counts(long written, long removed) {}

    /** The key under which a row is stored. */
    K key(T row);

    /** What is left to write of two rows of one key. */
    T merge(T earlier, T later);

    /**
     * Writes rows in the connection's transaction, without committing.
     *
     * @param sorted the rows by ascending key, each key once
     */
    Counts write(Connection connection, List<Map.Entry<K, T>> sorted) throws SQLException;

    /**
     * Makes the partitions that these rows need, in the connection's transaction.
     *
     * @return how many were missing
     */
    int makePartitions(Connection connection, List<Map.Entry<K, T>> sorted) throws SQLException;

    /** Prepares a new connection, in a transaction of its own. */
    default void prepare(Connection connection, Storage storage) throws SQLException {}
}
