/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses how the tables are stored: as they are already, else on TimescaleDB where it can be had, else on plain
 * partitions. A choice is never changed later: moving the rows is a migration of its own.
 */
final class StorageChoice {
    private static final Logger LOG = LoggerFactory.getLogger(StorageChoice.class);

    /** Before 2.11, rows in compressed chunks could not be upserted. */
    private static final int OLDEST_MAJOR = 2;

    private static final int OLDEST_MINOR = 11;

    private StorageChoice() {}

    static Storage choose(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Optional<Storage> existing = Storage.of(connection);
            if (existing.isPresent()) {
                return existing.get();
            }
            if (!isAvailable(connection)) {
                LOG.info("TimescaleDB is not available on this server: using native partitions");
                return Storage.POSTGRESQL;
            }
        }
        // In a connection of its own: an extension that is not preloaded ends the session that creates it.
        try (Connection connection = database.getConnection()) {
            String obstacle = obstacle(connection);
            if (obstacle == null) {
                LOG.info("TimescaleDB is available: using hypertables");
                return Storage.TIMESCALEDB;
            }
            LOG.warn("TimescaleDB is on this server but cannot be used: {}; using native partitions", obstacle);
        } catch (SQLException cannotCreate) {
            LOG.warn(
                    "TimescaleDB is on this server but the extension cannot be created: {}; using native partitions",
                    cannotCreate.getMessage());
        }
        return Storage.POSTGRESQL;
    }

    private static boolean isAvailable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("select from pg_available_extensions where name = 'timescaledb'")) {
            return found.next();
        }
    }

    private static @Nullable String obstacle(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create extension if not exists timescaledb");
            try (ResultSet extension =
                    statement.executeQuery("select extversion, current_setting('timescaledb.license', true)"
                            + " from pg_extension where extname = 'timescaledb'")) {
                if (!extension.next()) {
                    return "the extension is not there after its creation";
                }
                return obstacle(extension.getString(1), extension.getString(2));
            }
        }
    }

    /** Why an installation cannot be used, null if it can. Policies and compression are not in the Apache edition. */
    static @Nullable String obstacle(String version, @Nullable String license) {
        if ("apache".equals(license)) {
            return "its licence setting is 'apache' (expected: 'timescale', which has compression and retention"
                    + " policies)";
        }
        String[] parts = version.split("[^0-9]+", 3);
        int major = parts.length > 0 && !parts[0].isEmpty() ? Integer.parseInt(parts[0]) : 0;
        int minor = parts.length > 1 && !parts[1].isEmpty() ? Integer.parseInt(parts[1]) : 0;
        boolean recent = major > OLDEST_MAJOR || (major == OLDEST_MAJOR && minor >= OLDEST_MINOR);
        return recent ? null : "its version is " + version + " (expected: >= 2.11)";
    }
}
