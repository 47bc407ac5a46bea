/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.api.store.StoredEdge.StoredLatency;
import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row of a table of edges. Rows of earlier versions have nulls where they did not count: all their calls came from
 * traces, one by one, and plain text was not told from what was not observed. Stateless.
 */
final class StoredEdgeMapper implements RowMapper<StoredEdge> {
    /** Names of fields are operations, of which there are many: no table of those seen is kept. */
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build());

    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    @Override
    public StoredEdge map(ResultSet row, StatementContext context) throws SQLException {
        return new StoredEdge(
                millis(row, "window_start"),
                new Edge(
                        node(row, "source"),
                        row.getString("source_version"),
                        node(row, "destination"),
                        row.getString("destination_version"),
                        row.getString("protocol")),
                traffic(row),
                security(row),
                coverage(row),
                new Basis(
                        signal(row, "calls_basis"),
                        signal(row, "bytes_basis"),
                        signal(row, "latency_basis"),
                        signal(row, "security_basis")),
                latency(row, "client"),
                latency(row, "server"),
                millis(row, "first_seen"),
                millis(row, "last_seen"),
                row.getString("slowest_trace_id"),
                row.getString("error_trace_id"));
    }

    static long millis(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant().toEpochMilli();
    }

    private static Node node(ResultSet row, String side) throws SQLException {
        return new Node(
                row.getString(side + "_cluster"),
                row.getString(side + "_namespace"),
                row.getString(side),
                NodeKind.valueOf(row.getString(side + "_kind")));
    }

    private static Traffic traffic(ResultSet row) throws SQLException {
        return new Traffic(
                row.getLong("calls"),
                new OutcomeCounts(
                        row.getLong("errors_http_5xx"),
                        row.getLong("errors_grpc"),
                        row.getLong("errors_no_response"),
                        row.getLong("errors_status"),
                        row.getLong("rejected_http_4xx"),
                        row.getLong("rejected_grpc"),
                        row.getLong("faults_injected")),
                counts(row, "response_flags"),
                counts(row, "denials"),
                counts(row, "operations"),
                row.getLong("request_bytes"),
                row.getLong("response_bytes"),
                row.getLong("connections_opened"),
                row.getLong("connections_closed"));
    }

    private static Security security(ResultSet row) throws SQLException {
        long mutual = row.getLong("mutual_tls_calls");
        return new Security(
                mutual,
                row.getLong("plain_text_calls"),
                countOr(row, "unobserved_tls_calls", Math.max(0, row.getLong("calls") - mutual)),
                row.getString("source_principal"),
                row.getString("destination_principal"));
    }

    private static Coverage coverage(ResultSet row) throws SQLException {
        return new Coverage(
                countOr(row, "sampled_calls", row.getLong("calls")),
                countOr(row, "sampled_both_sides", 0),
                countOr(row, "sampled_caller_only", 0),
                countOr(row, "sampled_callee_only", 0),
                countOr(row, "sampled_caller_missing", 0),
                countOr(row, "context_lost_calls", 0));
    }

    private static long countOr(ResultSet row, String column, long otherwise) throws SQLException {
        long count = row.getLong(column);
        return row.wasNull() ? otherwise : count;
    }

    private static Signal signal(ResultSet row, String column) throws SQLException {
        String name = row.getString(column);
        try {
            return Signal.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new SQLException(column + ": " + name + " (expected: NONE, TRACES, LOGS or METRICS)", unknown);
        }
    }

    private static @Nullable StoredLatency latency(ResultSet row, String side) throws SQLException {
        byte[] sketch = row.getBytes(side + "_latency_sketch");
        long calls = row.getLong(side + "_calls");
        if (sketch == null || calls == 0) {
            return null;
        }
        return new StoredLatency(
                calls, row.getDouble(side + "_latency_mean_ms"), row.getDouble(side + "_latency_p99_ms"), sketch);
    }

    private static Map<String, Long> counts(ResultSet row, String column) throws SQLException {
        String json = row.getString(column);
        if (json == null || json.equals("{}")) {
            return Map.of();
        }
        try {
            return MAPPER.readValue(json, COUNTS);
        } catch (JsonProcessingException malformed) {
            throw new SQLException(column + ": " + json + " (expected: an object of counts)", malformed);
        }
    }
}
