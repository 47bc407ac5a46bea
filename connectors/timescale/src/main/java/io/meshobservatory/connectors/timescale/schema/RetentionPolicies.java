/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets TimescaleDB's retention policies to the configured retention. A policy that says so already is left alone, since
 * replacing it would start its schedule anew with every start of a process.
 */
final class RetentionPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionPolicies.class);

    private RetentionPolicies() {}

    static void apply(DataSource database, Retention retention) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (ResultTable table : ResultTable.values()) {
                String interval = interval(retention.of(table));
                if (!isSet(connection, table, interval)) {
                    set(connection, table, interval);
                    LOG.info("Retention policy of {}: {}", table.tableName(), interval);
                }
            }
            connection.commit();
        }
    }

    private static boolean isSet(Connection connection, ResultTable table, String interval) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select (config ->> 'drop_after')::interval ="
                + " ?::interval from timescaledb_information.jobs where proc_name = 'policy_retention'"
                + " and hypertable_schema = current_schema() and hypertable_name = ?")) {
            statement.setString(1, interval);
            statement.setString(2, table.tableName());
            try (ResultSet policy = statement.executeQuery()) {
                return policy.next() && policy.getBoolean(1);
            }
        }
    }

    private static void set(Connection connection, ResultTable table, String interval) throws SQLException {
        try (PreparedStatement remove =
                        connection.prepareStatement("select remove_retention_policy(?::regclass, if_exists => true)");
                PreparedStatement add = connection.prepareStatement(
                        "select add_retention_policy(?::regclass, drop_after => ?::interval)")) {
            remove.setString(1, table.tableName());
            remove.execute();
            add.setString(1, table.tableName());
            add.setString(2, interval);
            add.execute();
        }
    }

    private static String interval(Duration duration) {
        return duration.toSeconds() + " seconds";
    }
}
