/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** How the edge tables are stored over time. Chosen once, by the first migration; the catalogue says which it was. */
public enum Storage {
    /** Native range partitions: made ahead and dropped by {@link PartitionMaintenance}. */
    POSTGRESQL,
    /** Hypertables: chunks, compression and retention are TimescaleDB's. */
    TIMESCALEDB;

    /** Which of them the current schema has, empty if the tables do not exist there. */
    public static Optional<Storage> of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet kind = statement.executeQuery("select relkind = 'p' from pg_class where oid = to_regclass('"
                        + ResultTable.TEN_SECONDS.tableName() + "')")) {
            if (!kind.next()) {
                return Optional.empty();
            }
            return Optional.of(kind.getBoolean(1) ? POSTGRESQL : TIMESCALEDB);
        }
    }
}
