/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.meshobservatory.api.http.Problem;
import io.meshobservatory.api.http.Problem.Kind;
import io.meshobservatory.api.http.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Read-only access to the database. Starts without a database and finds it when it comes; a request waits for a
 * connection for two seconds at most. Thread-safe.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int RETRY_AFTER_SECONDS = 2;
    private static final long CONNECTION_TIMEOUT_MILLIS = 2_000;
    private static final int CONNECT_TIMEOUT_SECONDS = 2;

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        jdbi.setTemplateEngine(TemplateEngine.NOP);
    }

    /**
     * Opens a pool; does not wait for the database.
     *
     * @param location where the database is
     * @param poolSize how many connections at most
     * @param statementTimeout after which the database itself ends a statement
     */
    public static Database open(
            DatabaseLocation location, int poolSize, Duration statementTimeout, MeterRegistry metrics) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("observatory-api");
        config.setJdbcUrl(location.jdbcUrl());
        config.setUsername(location.user());
        config.setPassword(location.password());
        config.setReadOnly(true);
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
        config.addDataSourceProperty("ApplicationName", "mesh-observatory-api");
        config.addDataSourceProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        config.addDataSourceProperty("loginTimeout", CONNECT_TIMEOUT_SECONDS);
        config.addDataSourceProperty("socketTimeout", statementTimeout.toSeconds() + 5);
        config.addDataSourceProperty("tcpKeepAlive", true);
        // compiling a plan takes longer than these short queries run
        config.addDataSourceProperty("options", "-c statement_timeout=" + statementTimeout.toMillis() + " -c jit=off");
        return new Database(new HikariDataSource(config));
    }

    /**
     * Reads within one transaction, so that all statements of the work see the same rows.
     *
     * @throws ProblemException with the kinds {@link Kind#DATABASE_UNAVAILABLE} and {@link Kind#QUERY_TIMEOUT}
     */
    public <T> T read(Work<T> work) {
        try {
            return jdbi.inTransaction(org.jdbi.v3.core.transaction.TransactionIsolationLevel.REPEATABLE_READ, work::on);
        } catch (JdbiException failure) {
            throw classified(failure);
        }
    }

    /** Why the database cannot be read, null if it can. Takes two seconds at most to find out. */
    public @Nullable String unreachableReason() {
        try {
            read(handle -> handle.createQuery("select 1 from edges_10s limit 1")
                    .mapTo(Integer.class)
                    .findOne());
            return null;
        } catch (ProblemException unavailable) {
            return unavailable.problem().detail();
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Work on one connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Handle handle);
    }

    private static RuntimeException classified(JdbiException failure) {
        SQLException sql = sqlCause(failure);
        if (sql == null) {
            return failure;
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        if (state.equals("57014")) {
            return new ProblemException(
                    new Problem(
                            Kind.QUERY_TIMEOUT,
                            "the database ended the query after the time allowed for it",
                            null,
                            "a shorter range, or a cluster or namespace",
                            RETRY_AFTER_SECONDS),
                    failure);
        }
        if (state.equals("42P01") || state.equals("42703")) {
            LOG.warn("The schema is not there: {}", sql.getMessage());
            return unavailable("the database has no tables of the observatory, or older ones", failure);
        }
        // Hikari's own timeout has no state; 08: connection, 53: resources, 57P: shutdown, 28: authorisation, 3D: no
        // such database
        if (sql instanceof java.sql.SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("28")
                || state.startsWith("3D")) {
            LOG.warn("The database does not answer: {}", sql.getMessage());
            return unavailable("no connection to the database", failure);
        }
        return failure;
    }

    private static ProblemException unavailable(String detail, JdbiException failure) {
        return new ProblemException(Problem.retryable(Kind.DATABASE_UNAVAILABLE, detail, RETRY_AFTER_SECONDS), failure);
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
