/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.connectors.timescale.schema.Partitions;
import io.meshobservatory.connectors.timescale.schema.ResultTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;

/** Makes the partitions that rows need. Stateless. */
final class MissingPartitions {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private MissingPartitions() {}

    /**
     * Makes the partitions of the days that occur, not of all between the first and the last: one wrong clock must not make
     * a thousand.
     *
     * @param windowStarts starts of windows, milliseconds since the epoch
     * @return how many were missing
     */
    static int make(Connection connection, ResultTable table, Collection<Long> windowStarts) throws SQLException {
        TreeSet<Long> days = new TreeSet<>();
        windowStarts.forEach(start -> days.add(Math.floorDiv(start, DAY_MILLIS)));
        int made = 0;
        for (long day : days) {
            Instant start = Instant.ofEpochMilli(day * DAY_MILLIS);
            made += Partitions.ensure(connection, table, start, start.plusMillis(DAY_MILLIS));
        }
        return made;
    }
}
