/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the partitions of the coming days and drops those whose time is over; forgets the services that no kept edge can
 * name any more, old alerts, and models that have long been replaced. Any number of processes may run it: an advisory lock lets one work and the others pass. On TimescaleDB
 * chunks are its own business and only services, alerts and models are looked after.
 *
 * <p>A partition is dropped when its last window is older than the retention and it was made longer ago than
 * {@link Retention#replayGrace}: the result of replaying an old recording stays for a day (by default) and is dropped by
 * the next run after it.
 *
 * <p>Either {@link #start} it, which runs it in one daemon thread until {@link #close}, or call {@link #runOnce} from a
 * scheduler of your own. Thread-safe.
 */
public final class PartitionMaintenance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionMaintenance.class);

    /** Two partitions ahead, so that nothing is missing after a day without maintenance. */
    private static final Duration DAYS_AHEAD = Duration.ofDays(2);

    private static final Duration MONTHS_AHEAD = Duration.ofDays(32);

    private final DataSource database;
    private final Retention retention;
    private final InstantSource clock;
    private final ScheduledExecutorService executor;

    public PartitionMaintenance(DataSource database, Retention retention) {
        this(database, retention, InstantSource.system());
    }

    PartitionMaintenance(DataSource database, Retention retention, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.retention = requireNonNull(retention, "retention");
        this.clock = requireNonNull(clock, "clock");
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "partition-maintenance");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * What a run did.
     *
     * @param ran false where another process was at it
     * @param made how many partitions were made
     * @param dropped the names of the partitions that were dropped
     * @param postponed the names of those that were due but in use; the next run tries again
     * @param servicesForgotten how many rows of {@code services} were deleted
     * @param alertsForgotten how many rows of {@code alerts} were deleted, with their states
     * @param modelsForgotten how many rows of {@code models} were deleted
     */
    public record Report(
            boolean ran,
            int made,
            List<String> dropped,
            List<String> postponed,
            long servicesForgotten,
            long alertsForgotten,
            long modelsForgotten) {
        private static final Report PASSED = new Report(false, 0, List.of(), List.of(), 0, 0, 0);

        public Report {
            dropped = List.copyOf(dropped);
            postponed = List.copyOf(postponed);
        }
    }

    /**
     * Runs now and then at intervals, in a daemon thread. A run that fails is logged, and the next one tries again.
     *
     * @param interval between the end of a run and the start of the next, positive; ten minutes is a good value
     */
    public void start(Duration interval) {
        Future<?> unused =
                executor.scheduleWithFixedDelay(this::runAndLog, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Runs once, in the caller's thread.
     *
     * @throws SQLException if the database cannot be reached or refuses; what was done until then stays
     */
    public Report runOnce() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            Optional<Storage> storage = Storage.of(connection);
            if (storage.isEmpty()) {
                throw new SQLException("table edges_10s does not exist in this schema (expected: migrations were run)");
            }
            // released with the connection
            if (!AdvisoryLock.MAINTENANCE.tryTake(connection)) {
                return Report.PASSED;
            }
            Instant now = clock.instant();
            List<String> dropped = new ArrayList<>();
            List<String> postponed = new ArrayList<>();
            int made = 0;
            if (storage.get() == Storage.POSTGRESQL) {
                made = makeAhead(connection, now);
                drop(connection, now, dropped, postponed);
            }
            Report report = new Report(
                    true,
                    made,
                    dropped,
                    postponed,
                    forgetServices(connection, now),
                    forgetAlerts(connection, now),
                    forgetModels(connection, now));
            log(report);
            return report;
        }
    }

    /** Stops the thread; a run that is under way ends first, within seconds. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void runAndLog() {
        try {
            runOnce();
        } catch (SQLException | RuntimeException failed) {
            LOG.warn("Partition maintenance failed and will be tried again: {}", failed.getMessage());
        }
    }

    private static int makeAhead(Connection connection, Instant now) throws SQLException {
        int made = 0;
        for (ResultTable table : ResultTable.values()) {
            Duration ahead = table == ResultTable.ONE_HOUR ? MONTHS_AHEAD : DAYS_AHEAD;
            made += Partitions.ensure(connection, table, now, now.plus(ahead));
        }
        return made;
    }

    private void drop(Connection connection, Instant now, List<String> dropped, List<String> postponed)
            throws SQLException {
        for (ResultTable table : ResultTable.values()) {
            for (String partition : expired(connection, table, now)) {
                try (PreparedStatement statement = connection.prepareStatement("select drop_edge_partition(?)")) {
                    statement.setString(1, partition);
                    statement.execute();
                    dropped.add(partition);
                } catch (SQLException failed) {
                    if (!"55P03".equals(failed.getSQLState())) {
                        throw failed;
                    }
                    postponed.add(partition);
                }
            }
        }
    }

    private List<String> expired(Connection connection, ResultTable table, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select partition_name from edge_partitions"
                + " where edge_table = ? and upper_bound <= ? and made_at <= ? order by lower_bound")) {
            statement.setString(1, table.tableName());
            statement.setObject(2, utc(now.minus(retention.of(table))));
            statement.setObject(3, utc(now.minus(retention.replayGrace())));
            List<String> names = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }

    /** A service stays as long as an edge that names it can: hourly rows are kept longest. */
    private long forgetServices(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("delete from services where last_seen < ?"
                + " and last_seen < (select min(window_start) from edges_1h)")) {
            statement.setObject(1, utc(now.minus(retention.oneHour())));
            return statement.executeLargeUpdate();
        }
    }

    /** An alert goes with all of its states, long after it was last seen. */
    private long forgetAlerts(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("with old as (delete from alerts where end_time < ? returning id),"
                        + " states as (delete from alert_revisions where id in (select id from old))"
                        + " select count(*) from old")) {
            statement.setObject(1, utc(now.minus(retention.oneHour())));
            try (ResultSet count = statement.executeQuery()) {
                count.next();
                return count.getLong(1);
            }
        }
    }

    /** The newest model of a cluster stays, however old: it is the one in use. */
    private long forgetModels(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("delete from models where trained_at < ?"
                + " and version < (select max(version) from models newer where newer.cluster = models.cluster)")) {
            statement.setObject(1, utc(now.minus(retention.oneMinute())));
            return statement.executeLargeUpdate();
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static void log(Report report) {
        if (!report.postponed().isEmpty()) {
            LOG.warn(
                    "{} expired partitions are in use and will be dropped later: {}",
                    report.postponed().size(),
                    report.postponed());
        }
        long forgotten = report.servicesForgotten() + report.alertsForgotten() + report.modelsForgotten();
        if (report.made() > 0 || !report.dropped().isEmpty() || forgotten > 0) {
            LOG.info(
                    "Partition maintenance: {} made, {} dropped {}; forgotten: {} services, {} alerts, {} models",
                    report.made(),
                    report.dropped().size(),
                    report.dropped(),
                    report.servicesForgotten(),
                    report.alertsForgotten(),
                    report.modelsForgotten());
        }
    }
}
