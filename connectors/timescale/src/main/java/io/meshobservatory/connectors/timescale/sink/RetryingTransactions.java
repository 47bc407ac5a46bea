/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.connectors.timescale.schema.Storage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a piece of work as one transaction, again and again until it is committed or hopeless. The work must be such that
 * doing it twice is doing it once, since a connection lost during a commit does not tell whether the commit was done.
 * Not thread-safe.
 */
final class RetryingTransactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetryingTransactions.class);

    /** A partition that is missing right after it was made points at something that trying again does not mend. */
    private static final int MAX_PARTITION_ATTEMPTS = 3;

    private final JdbcConnectionProvider connections;
    private final SinkOptions options;
    private final SinkMetrics metrics;
    private @Nullable Connection prepared;

    RetryingTransactions(JdbcConnectionProvider connections, SinkOptions options, SinkMetrics metrics) {
        this.connections = connections;
        this.options = options;
        this.metrics = metrics;
    }

    /** Something to do in a transaction. */
    interface Work<R> {
        /** Prepares a new connection, once for each. */
        void prepare(Connection connection, Storage storage) throws SQLException;

        /** Does the work, without committing. */
        R run(Connection connection) throws SQLException;

        /** Makes the partitions that the work needs; returns how many were missing. */
        int makePartitions(Connection connection) throws SQLException;
    }

    /**
     * Returns when the work is committed.
     *
     * @throws IOException if the failure is one that does not pass, or none of the attempts succeeded in time
     */
    <R> R run(Work<R> work) throws IOException, InterruptedException {
        long startedNanos = System.nanoTime();
        Duration backoff = options.initialBackoff();
        int partitionAttempts = 0;
        boolean partitionsMissing = false;
        while (true) {
            try {
                Connection connection = connect(work);
                if (partitionsMissing) {
                    metrics.add(SinkMetrics.Count.PARTITIONS_MADE, work.makePartitions(connection));
                    connection.commit();
                    partitionsMissing = false;
                }
                R result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException failure) {
                switch (SqlFailure.of(failure)) {
                    case MISSING_PARTITION -> {
                        if (++partitionAttempts > MAX_PARTITION_ATTEMPTS) {
                            throw new IOException(
                                    "a partition is missing after it was made: " + describe(failure), failure);
                        }
                        partitionsMissing = true;
                        rollback();
                    }
                    case RETRY -> {
                        disconnect();
                        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
                        if (elapsed.plus(backoff).compareTo(options.giveUpAfter()) > 0) {
                            throw new IOException(
                                    "the database kept failing for " + elapsed.toMillis() + " ms, giving up: "
                                            + describe(failure),
                                    failure);
                        }
                        LOG.warn(
                                "Writing failed and is tried again in {} ms: {}",
                                backoff.toMillis(),
                                describe(failure));
                        metrics.add(SinkMetrics.Count.RETRIES, 1);
                        Thread.sleep(backoff.toMillis());
                        backoff = min(backoff.multipliedBy(2), options.maxBackoff());
                    }
                    case FATAL -> {
                        disconnect();
                        throw new IOException("the database refuses: " + describe(failure), failure);
                    }
                }
            }
        }
    }

    /** Closes the connection; what was not committed is undone. */
    @Override
    public void close() {
        disconnect();
    }

    private Connection connect(Work<?> work) throws SQLException, IOException {
        Connection connection;
        try {
            connection = connections.getOrEstablishConnection();
        } catch (ClassNotFoundException noDriver) {
            throw new IOException("the PostgreSQL driver is not on the class path of the job", noDriver);
        }
        if (connection != prepared) {
            connection.setAutoCommit(false);
            Optional<Storage> storage = Storage.of(connection);
            if (storage.isEmpty()) {
                throw new SQLException(
                        "table edges_10s does not exist in this schema (expected: migrations were run)", "42P01");
            }
            work.prepare(connection, storage.get());
            connection.commit();
            prepared = connection;
        }
        return connection;
    }

    private void rollback() {
        try {
            Connection connection = connections.getConnection();
            if (connection != null) {
                connection.rollback();
            }
        } catch (SQLException lost) {
            LOG.debug("Rolling back failed; the connection is replaced", lost);
            disconnect();
        }
    }

    private void disconnect() {
        prepared = null;
        connections.closeConnection();
    }

    private static String describe(SQLException failure) {
        return failure.getMessage() + " (SQLSTATE " + failure.getSQLState() + ")";
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
