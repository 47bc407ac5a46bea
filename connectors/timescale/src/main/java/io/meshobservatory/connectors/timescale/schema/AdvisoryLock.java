/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The advisory locks of this schema: what only one session of a database may do at a time. Held until the session ends,
 * so that nobody has to release the lock of a process that died.
 */
enum AdvisoryLock {
    MIGRATION(1),
    /** Taken by the functions of the database. */
    PARTITIONS(2),
    MAINTENANCE(3);

    /** "Mesh" in ASCII: sets these locks apart from those of other applications in the same database. */
    static final int LOCK_CLASS = 0x4d657368;

    private final int id;

    AdvisoryLock(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    /** Waits for the lock. */
    void take(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_advisory_lock(?, ?)")) {
            statement.setInt(1, LOCK_CLASS);
            statement.setInt(2, id);
            statement.execute();
        }
    }

    /** Takes the lock if nobody has it. */
    boolean tryTake(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_try_advisory_lock(?, ?)")) {
            statement.setInt(1, LOCK_CLASS);
            statement.setInt(2, id);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}
