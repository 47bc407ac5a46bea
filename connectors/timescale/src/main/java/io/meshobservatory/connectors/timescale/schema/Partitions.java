/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/** Makes partitions on plain PostgreSQL, by the function that the migration leaves there. Stateless. */
public final class Partitions {
    private Partitions() {}

    /**
     * Makes the partitions that windows starting in [from, to) need and that do not exist. Any number of sessions may do
     * so at once. In a transaction, it holds a lock until the end: commit soon, and touch no table of results before.
     *
     * @return how many were missing
     * @throws SQLException if the database cannot be reached or refuses
     */
    public static int ensure(Connection connection, ResultTable table, Instant from, Instant to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select ensure_edge_partitions(?, ?, ?)")) {
            statement.setString(1, table.tableName());
            statement.setObject(2, from.atOffset(ZoneOffset.UTC));
            statement.setObject(3, to.atOffset(ZoneOffset.UTC));
            try (ResultSet made = statement.executeQuery()) {
                made.next();
                return made.getInt(1);
            }
        }
    }
}
