/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;

/** Connections for writers. Parameters of the URL win over those set here. */
final class Connections {
    private static final String DRIVER = "org.postgresql.Driver";

    private Connections() {}

    static JdbcConnectionProvider to(DatabaseConfig database) {
        JdbcConnectionOptions.JdbcConnectionOptionsBuilder options =
                new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                        .withUrl(database.url())
                        .withDriverName(DRIVER)
                        .withProperty("ApplicationName", "mesh-observatory-sink")
                        // a server that is gone without a word must be noticed: a task blocked in a read cannot be
                        // cancelled
                        .withProperty("connectTimeout", "10")
                        .withProperty("socketTimeout", "30")
                        .withProperty("tcpKeepAlive", "true");
        if (database.user() != null) {
            options.withUsername(database.user());
        }
        if (database.password() != null) {
            options.withPassword(database.password());
        }
        return new SimpleJdbcConnectionProvider(options.build());
    }
}
