/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database to the shape that this version needs. Doing it again changes nothing; any number of processes may
 * do it at once, one after the other gets its turn. Tables of others in the same schema are left alone.
 */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final String HISTORY_TABLE = "observatory_schema_history";
    private static final String LOCATION = "classpath:db/observatory/";

    private Migrations() {}

    /** As {@link #migrate(DataSource, Retention)} with the default retention. */
    public static Storage migrate(DatabaseConfig database) {
        return migrate(database.dataSource(), Retention.DEFAULT);
    }

    /** As {@link #migrate(DataSource, Retention)} with the default retention. */
    public static Storage migrate(DataSource database) {
        return migrate(database, Retention.DEFAULT);
    }

    /**
     * Creates or updates the tables in the connection's current schema. Needs the right to create tables there, and
     * for TimescaleDB, if its extension does not exist yet, the right to create it.
     *
     * @param retention how long rows are kept; on TimescaleDB the policies are set to it, on plain PostgreSQL
     *     {@link PartitionMaintenance} does the work
     * @return how the tables are stored
     * @throws MigrationException if the database cannot be reached or refuses; nothing is left half done
     */
    public static Storage migrate(DataSource database, Retention retention) {
        // Flyway has a lock of its own, but the choice of the storage must be under one lock with what follows from it.
        try (Connection guard = database.getConnection()) {
            guard.setAutoCommit(true);
            AdvisoryLock.MIGRATION.take(guard);
            Storage storage = StorageChoice.choose(database);
            int applied = flyway(database, storage).migrate().migrationsExecuted;
            if (storage == Storage.TIMESCALEDB) {
                RetentionPolicies.apply(database, retention);
            }
            LOG.info("Database schema is up to date: {} migrations applied, storage {}", applied, storage);
            return storage;
        } catch (SQLException | FlywayException failed) {
            throw new MigrationException("cannot migrate the database: " + failed.getMessage(), failed);
        }
    }

    private static Flyway flyway(DataSource database, Storage storage) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .table(HISTORY_TABLE)
                .locations(LOCATION + "common", LOCATION + storage.name().toLowerCase(Locale.ROOT))
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                // the schema may hold tables of others, such as Grafana's
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .cleanDisabled(true)
                .placeholders(Map.of(
                        "edges_storage", storage == Storage.POSTGRESQL ? " partition by range (window_start)" : "",
                        "lock_class", Integer.toString(AdvisoryLock.LOCK_CLASS),
                        "lock_partitions", Integer.toString(AdvisoryLock.PARTITIONS.id())))
                .load();
    }
}
