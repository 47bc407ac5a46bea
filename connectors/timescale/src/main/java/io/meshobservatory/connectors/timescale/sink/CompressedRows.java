/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.connectors.timescale.schema.Storage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Prepares sessions for upserts into compressed chunks. Stateless. */
final class CompressedRows {
    private CompressedRows() {}

    /**
     * TimescaleDB limits how many compressed rows one transaction may unpack, by default to 100,000. Replayed old data is
     * allowed to be slow, not to fail.
     */
    static void allowUnpacking(Connection connection, Storage storage) throws SQLException {
        if (storage == Storage.TIMESCALEDB) {
            try (Statement statement = connection.createStatement()) {
                // only where it exists: some versions do not have it, and refuse names that they do not know
                statement.execute("select set_config(name, '0', false) from pg_settings"
                        + " where name = 'timescaledb.max_tuples_decompressed_per_dml_transaction'");
            }
        }
    }
}
