/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.meshobservatory.connectors.timescale.schema.ResultTable;
import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the edge tables, and the one statement that upserts any number of rows: an array for each column,
 * unnested into rows in the order of the arrays. For 5,000 rows this took a third of the time of a batch of single-row
 * statements, and two thirds of that of the driver's rewritten batches.
 */
final class EdgeColumns {
    /** What a column holds: its type as an array element, and the expression that makes the stored value of it. */
    private enum Type {
        TEXT("text", "%s"),
        BIGINT("int8", "%s"),
        DOUBLE("float8", "%s"),
        BYTES("bytea", "%s"),
        JSON("text", "%s::jsonb"),
        /** Milliseconds since the epoch. */
        TIME("int8", "timestamptz 'epoch' + %s * interval '1 millisecond'");

        private final String element;
        private final String expression;

        Type(String element, String expression) {
            this.element = element;
            this.expression = expression;
        }

        /** An empty array of the element's Java type: the driver encodes by it. */
        private @Nullable Object[] array(int length) {
            return switch (this) {
                case TEXT, JSON -> new String[length];
                case BIGINT, TIME -> new Long[length];
                case DOUBLE -> new Double[length];
                case BYTES -> new byte[length][];
            };
        }
    }

    private interface Value {
        @Nullable
        Object of(EdgeKey key, EdgeRow row);
    }

    private record Column(String name, Type type, boolean isKey, Value value) {}

    private static final List<Column> COLUMNS = List.of(
            key("window_start", Type.TIME, EdgeKey::windowStartMillis),
            name("source_cluster", edge -> edge.source().cluster()),
            name("source_namespace", edge -> edge.source().namespace()),
            name("source", edge -> edge.source().name()),
            name("source_kind", edge -> kind(edge.source())),
            name("source_version", Edge::sourceVersion),
            name("destination_cluster", edge -> edge.destination().cluster()),
            name("destination_namespace", edge -> edge.destination().namespace()),
            name("destination", edge -> edge.destination().name()),
            name("destination_kind", edge -> kind(edge.destination())),
            name("destination_version", Edge::destinationVersion),
            name("protocol", Edge::protocol),
            value("calls", Type.BIGINT, EdgeRow::calls),
            value("errors", Type.BIGINT, EdgeRow::errors),
            outcome("errors_http_5xx", OutcomeCounts::errorsHttp5xx),
            outcome("errors_grpc", OutcomeCounts::errorsGrpc),
            outcome("errors_no_response", OutcomeCounts::errorsNoResponse),
            outcome("errors_status", OutcomeCounts::errorsStatus),
            outcome("rejected_http_4xx", OutcomeCounts::rejectedHttp4xx),
            outcome("rejected_grpc", OutcomeCounts::rejectedGrpc),
            outcome("faults_injected", OutcomeCounts::faultsInjected),
            value(
                    "response_flags",
                    Type.JSON,
                    row -> JsonCounts.of(row.traffic().responseFlags())),
            value("denials", Type.JSON, row -> JsonCounts.of(row.traffic().denials())),
            value("operations", Type.JSON, row -> JsonCounts.of(row.traffic().operations())),
            traffic("request_bytes", Traffic::requestBytes),
            traffic("response_bytes", Traffic::responseBytes),
            traffic("connections_opened", Traffic::connectionsOpened),
            traffic("connections_closed", Traffic::connectionsClosed),
            value(
                    "client_calls",
                    Type.BIGINT,
                    row -> row.client() == null ? 0L : row.client().calls()),
            client("client_latency_mean_ms", Type.DOUBLE, LatencySummary::meanMillis),
            client("client_latency_p50_ms", Type.DOUBLE, LatencySummary::p50Millis),
            client("client_latency_p95_ms", Type.DOUBLE, LatencySummary::p95Millis),
            client("client_latency_p99_ms", Type.DOUBLE, LatencySummary::p99Millis),
            client("client_latency_sketch", Type.BYTES, LatencySummary::sketch),
            value(
                    "server_calls",
                    Type.BIGINT,
                    row -> row.server() == null ? 0L : row.server().calls()),
            server("server_latency_mean_ms", Type.DOUBLE, LatencySummary::meanMillis),
            server("server_latency_p50_ms", Type.DOUBLE, LatencySummary::p50Millis),
            server("server_latency_p95_ms", Type.DOUBLE, LatencySummary::p95Millis),
            server("server_latency_p99_ms", Type.DOUBLE, LatencySummary::p99Millis),
            server("server_latency_sketch", Type.BYTES, LatencySummary::sketch),
            security("mtls", Type.TEXT, Security::mtls),
            security("mutual_tls_calls", Type.BIGINT, Security::mutualTls),
            security("plain_text_calls", Type.BIGINT, Security::plainText),
            security("unobserved_tls_calls", Type.BIGINT, Security::unobserved),
            security("source_principal", Type.TEXT, seen -> StoredText.cleanOrNull(seen.sourcePrincipal())),
            security("destination_principal", Type.TEXT, seen -> StoredText.cleanOrNull(seen.destinationPrincipal())),
            coverage("sampled_calls", Coverage::sampledCalls),
            coverage("sampled_both_sides", Coverage::bothSides),
            coverage("sampled_caller_only", Coverage::callerOnly),
            coverage("sampled_callee_only", Coverage::calleeOnly),
            coverage("sampled_caller_missing", Coverage::callerMissing),
            coverage("context_lost_calls", Coverage::contextLost),
            basis("calls_basis", Basis::calls),
            basis("bytes_basis", Basis::bytes),
            basis("latency_basis", Basis::latency),
            basis("security_basis", Basis::security),
            value("first_seen", Type.TIME, EdgeRow::firstSeenMillis),
            value("last_seen", Type.TIME, EdgeRow::lastSeenMillis),
            value("slowest_trace_id", Type.TEXT, row -> StoredText.cleanOrNull(row.slowestTraceId())),
            value("error_trace_id", Type.TEXT, row -> StoredText.cleanOrNull(row.errorTraceId())));

    private static final Map<ResultTable, String> UPSERTS = new EnumMap<>(ResultTable.class);

    static {
        for (ResultTable table : ResultTable.EDGES) {
            UPSERTS.put(table, upsert(table));
        }
    }

    private EdgeColumns() {}

    /**
     * The statement for one table; its parameters are those that {@link #bind} sets. What a row remembers of its making
     * stays when the row is replaced, unless a failed attempt of another writer made it.
     */
    static String upsertSql(ResultTable table) {
        return requireNonNull(UPSERTS.get(table), "table");
    }

    /** Sets the origin, and one array for each column. */
    static void bind(
            Connection connection,
            PreparedStatement statement,
            List<Map.Entry<EdgeKey, EdgeRow>> rows,
            RowOrigin origin)
            throws SQLException {
        int parameter = 1;
        statement.setObject(parameter++, origin.writer());
        statement.setLong(parameter++, origin.createdAfter());
        for (Column column : COLUMNS) {
            @Nullable Object[] values = column.type().array(rows.size());
            for (int r = 0; r < values.length; r++) {
                values[r] = column.value().of(rows.get(r).getKey(), rows.get(r).getValue());
            }
            statement.setArray(parameter++, connection.createArrayOf(column.type().element, values));
        }
        statement.setLong(parameter++, origin.unconfirmedFrom());
        statement.setLong(parameter, origin.unconfirmedFrom());
    }

    private static String upsert(ResultTable table) {
        String names = COLUMNS.stream().map(Column::name).collect(joining(", "));
        String values = COLUMNS.stream()
                .map(column -> column.type().expression.formatted("r." + column.name()))
                .collect(joining(", "));
        String arrays = COLUMNS.stream()
                .map(column -> "?::" + column.type().element + "[]")
                .collect(joining(", "));
        String keys = COLUMNS.stream().filter(Column::isKey).map(Column::name).collect(joining(", "));
        String updates = COLUMNS.stream()
                .filter(column -> !column.isKey())
                .map(column -> column.name() + " = excluded." + column.name())
                .collect(joining(", "));
        return "insert into " + table.tableName() + " as stored (writer, created_after, " + names + ") select ?, ?, "
                + values + " from unnest(" + arrays + ") as r (" + names + ") on conflict (" + keys + ") do update set "
                + origin("writer") + ", " + origin("created_after") + ", " + updates;
    }

    private static String origin(String column) {
        return (column + " = case when stored.created_after >= ? and stored.writer <> excluded.writer"
                        + " then excluded.%1$s else stored.%1$s end")
                .formatted(column);
    }

    private static String kind(Node node) {
        return node.kind().name();
    }

    private static Column key(String name, Type type, Function<EdgeKey, Object> value) {
        return new Column(name, type, true, (key, row) -> value.apply(key));
    }

    private static Column name(String name, Function<Edge, String> value) {
        return new Column(name, Type.TEXT, true, (key, row) -> value.apply(key.edge()));
    }

    private static Column value(String name, Type type, Function<EdgeRow, @Nullable Object> value) {
        return new Column(name, type, false, (key, row) -> value.apply(row));
    }

    private static Column traffic(String name, Function<Traffic, Object> value) {
        return value(name, Type.BIGINT, row -> value.apply(row.traffic()));
    }

    private static Column outcome(String name, Function<OutcomeCounts, Object> value) {
        return traffic(name, traffic -> value.apply(traffic.outcomes()));
    }

    private static Column security(String name, Type type, Function<Security, @Nullable Object> value) {
        return value(name, type, row -> value.apply(row.security()));
    }

    private static Column coverage(String name, Function<Coverage, Object> value) {
        return value(name, Type.BIGINT, row -> value.apply(row.coverage()));
    }

    private static Column basis(String name, Function<Basis, Signal> value) {
        return value(name, Type.TEXT, row -> value.apply(row.basis()).name());
    }

    private static Column client(String name, Type type, Function<LatencySummary, Object> value) {
        return value(name, type, row -> row.client() == null ? null : value.apply(row.client()));
    }

    private static Column server(String name, Type type, Function<LatencySummary, Object> value) {
        return value(name, type, row -> row.server() == null ? null : value.apply(row.server()));
    }
}
