/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.testing;

import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import io.meshobservatory.core.alert.AlertStatus;
import io.meshobservatory.core.alert.ResourceName;
import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import io.meshobservatory.core.window.WindowSize;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL with the real tables, one for the whole test run, emptied by each test that uses it. */
public final class TestDatabase {
    private static final int COLUMNS = 60;

    private static @Nullable TestDatabase instance;

    private final EmbeddedPostgres postgres;

    private TestDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** The database, empty. */
    public static synchronized TestDatabase empty() {
        TestDatabase database = instance;
        if (database == null) {
            try {
                database = new TestDatabase(EmbeddedPostgres.builder().start());
            } catch (IOException notStarted) {
                throw new UncheckedIOException(notStarted);
            }
            Migrations.migrate(database.postgres.getPostgresDatabase());
            instance = database;
        }
        database.execute("truncate edges_10s, edges_1m, edges_1h, services, facts, alerts, alert_revisions");
        return database;
    }

    /** The database as the test left it. */
    public static synchronized TestDatabase running() {
        return Objects.requireNonNull(instance, "no test has started the database");
    }

    public String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    public void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** Writes rows as the sinks do, and the nodes at their ends. */
    public void write(List<EdgeRow> rows) {
        Map<WindowSize, List<EdgeRow>> tables =
                rows.stream().collect(Collectors.groupingBy(EdgeRow::windowSize, TreeMap::new, Collectors.toList()));
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            connection.setAutoCommit(false);
            for (Map.Entry<WindowSize, List<EdgeRow>> table : tables.entrySet()) {
                ensurePartitions(connection, table.getKey(), table.getValue());
                insert(connection, table.getKey(), table.getValue());
            }
            insertNodes(connection, rows);
            connection.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot write " + rows.size() + " rows", failure);
        }
    }

    /** Writes states of alerts as their sink does; those of one alert by ascending revision. */
    public void writeAlerts(List<Alert> states) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement revision =
                        connection.prepareStatement("insert into alert_revisions values (?, ?, ?, ?, ?, ?, ?::json)");
                PreparedStatement remove = connection.prepareStatement("delete from alerts where id = ?");
                PreparedStatement insert = connection.prepareStatement(
                        "insert into alerts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json)")) {
            for (Alert alert : states) {
                String finding = new String(AlertJson.write(alert), StandardCharsets.UTF_8);
                bindAll(
                        revision,
                        alert.id(),
                        alert.revision(),
                        alert.activity().name(),
                        AlertStatus.of(alert).name(),
                        alert.severity().id(),
                        timestamp(alert.timeMillis()),
                        finding);
                revision.execute();
                bindAll(remove, alert.id());
                remove.execute();
                bindAll(
                        insert,
                        alert.id(),
                        alert.revision(),
                        alert.kind().name(),
                        alert.activity().name(),
                        AlertStatus.of(alert).name(),
                        alert.severity().id(),
                        alert.confidence(),
                        timestamp(alert.timeMillis()),
                        timestamp(alert.startMillis()),
                        timestamp(alert.endMillis()),
                        alert.title(),
                        connection.createArrayOf(
                                "text",
                                alert.resources().stream().map(ResourceName::of).toArray()),
                        connection.createArrayOf(
                                "text",
                                alert.resources().stream()
                                        .map(Node::cluster)
                                        .distinct()
                                        .toArray()),
                        alert.suppression(),
                        finding);
                insert.execute();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot write " + states.size() + " states of alerts", failure);
        }
    }

    private static void bindAll(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Writes facts as their sink does. */
    public void writeFacts(List<FactRow> rows) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement partition =
                        connection.prepareStatement("select ensure_edge_partitions('facts', ?, ?)");
                PreparedStatement insert =
                        connection.prepareStatement("insert into facts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (FactRow row : rows) {
                partition.setObject(1, timestamp(row.windowStartMillis()));
                partition.setObject(2, timestamp(row.windowStartMillis() + 60_000));
                partition.execute();
                insert.setObject(1, timestamp(row.windowStartMillis()));
                bindNode(insert, 2, row.node());
                bindNode(insert, 6, row.peer());
                insert.setString(10, row.kind().label());
                insert.setString(11, row.detail());
                insert.setDouble(12, row.value());
                insert.execute();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot write " + rows.size() + " facts", failure);
        }
    }

    private static void bindNode(PreparedStatement statement, int first, @Nullable Node node) throws SQLException {
        statement.setString(first, node == null ? "" : node.cluster());
        statement.setString(first + 1, node == null ? "" : node.namespace());
        statement.setString(first + 2, node == null ? "" : node.name());
        statement.setString(first + 3, node == null ? "" : node.kind().name());
    }

    private static void ensurePartitions(Connection connection, WindowSize size, List<EdgeRow> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select ensure_edge_partitions(?, ?, ?)")) {
            statement.setString(1, table(size));
            statement.setObject(
                    2,
                    timestamp(rows.stream()
                            .mapToLong(EdgeRow::windowStartMillis)
                            .min()
                            .orElseThrow()));
            statement.setObject(
                    3,
                    timestamp(rows.stream()
                            .mapToLong(EdgeRow::windowEndMillis)
                            .max()
                            .orElseThrow()));
            statement.execute();
        }
    }

    private static void insert(Connection connection, WindowSize size, List<EdgeRow> rows) throws SQLException {
        String places = "?, ".repeat(COLUMNS - 1) + "?";
        try (PreparedStatement statement =
                connection.prepareStatement("insert into " + table(size) + " values (" + places + ")")) {
            for (EdgeRow row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, EdgeRow row) throws SQLException {
        Edge edge = row.edge();
        Traffic traffic = row.traffic();
        OutcomeCounts outcomes = traffic.outcomes();
        Object[] values = {
            timestamp(row.windowStartMillis()),
            edge.source().cluster(),
            edge.source().namespace(),
            edge.source().name(),
            edge.source().kind().name(),
            edge.sourceVersion(),
            edge.destination().cluster(),
            edge.destination().namespace(),
            edge.destination().name(),
            edge.destination().kind().name(),
            edge.destinationVersion(),
            edge.protocol(),
            row.calls(),
            row.errors(),
            outcomes.errorsHttp5xx(),
            outcomes.errorsGrpc(),
            outcomes.errorsNoResponse(),
            outcomes.errorsStatus(),
            outcomes.rejectedHttp4xx(),
            outcomes.rejectedGrpc(),
            outcomes.faultsInjected(),
            null,
            traffic.requestBytes(),
            traffic.responseBytes()
        };
        int column = 1;
        for (Object value : values) {
            statement.setObject(column++, value);
        }
        statement.setObject(22, counts(traffic.responseFlags()), Types.OTHER);
        column = bind(statement, column, row.client());
        column = bind(statement, column, row.server());
        Security security = row.security();
        statement.setString(column++, security.mtls());
        statement.setLong(column++, security.mutualTls());
        statement.setString(column++, security.sourcePrincipal());
        statement.setString(column++, security.destinationPrincipal());
        statement.setObject(column++, timestamp(row.firstSeenMillis()));
        statement.setObject(column++, timestamp(row.lastSeenMillis()));
        statement.setString(column++, row.slowestTraceId());
        statement.setString(column++, row.errorTraceId());
        bindObservation(statement, column, row);
    }

    private static void bindObservation(PreparedStatement statement, int first, EdgeRow row) throws SQLException {
        int column = first;
        statement.setObject(column++, counts(row.traffic().denials()), Types.OTHER);
        statement.setObject(column++, counts(row.traffic().operations()), Types.OTHER);
        Coverage coverage = row.coverage();
        long[] numbers = {
            row.traffic().connectionsOpened(),
            row.traffic().connectionsClosed(),
            row.security().plainText(),
            row.security().unobserved(),
            coverage.sampledCalls(),
            coverage.bothSides(),
            coverage.callerOnly(),
            coverage.calleeOnly(),
            coverage.callerMissing(),
            coverage.contextLost()
        };
        for (long number : numbers) {
            statement.setLong(column++, number);
        }
        Basis basis = row.basis();
        for (Signal signal : List.of(basis.calls(), basis.bytes(), basis.latency(), basis.security())) {
            statement.setString(column++, signal.name());
        }
    }

    private static int bind(PreparedStatement statement, int first, @Nullable LatencySummary latency)
            throws SQLException {
        statement.setLong(first, latency == null ? 0 : latency.calls());
        statement.setObject(first + 1, latency == null ? null : latency.meanMillis(), Types.DOUBLE);
        statement.setObject(first + 2, latency == null ? null : latency.p50Millis(), Types.DOUBLE);
        statement.setObject(first + 3, latency == null ? null : latency.p95Millis(), Types.DOUBLE);
        statement.setObject(first + 4, latency == null ? null : latency.p99Millis(), Types.DOUBLE);
        statement.setBytes(first + 5, latency == null ? null : latency.sketch());
        return first + 6;
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> "\"" + count.getKey() + "\":" + count.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void insertNodes(Connection connection, List<EdgeRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into services values (?, ?, ?, ?, ?, ?) on conflict (cluster, namespace, name, kind) do update set"
                        + " first_seen = least(services.first_seen, excluded.first_seen),"
                        + " last_seen = greatest(services.last_seen, excluded.last_seen)")) {
            for (EdgeRow row : rows) {
                for (Node node : List.of(row.edge().source(), row.edge().destination())) {
                    statement.setString(1, node.cluster());
                    statement.setString(2, node.namespace());
                    statement.setString(3, node.name());
                    statement.setString(4, node.kind().name());
                    statement.setObject(5, timestamp(row.firstSeenMillis()));
                    statement.setObject(6, timestamp(row.lastSeenMillis()));
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private static String table(WindowSize size) {
        return switch (size) {
            case TEN_SECONDS -> "edges_10s";
            case ONE_MINUTE -> "edges_1m";
            case ONE_HOUR -> "edges_1h";
        };
    }

    private static OffsetDateTime timestamp(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
