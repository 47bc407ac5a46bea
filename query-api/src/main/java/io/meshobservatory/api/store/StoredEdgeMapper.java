/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.api.store.StoredEdge.StoredLatency;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads a row of a table of edges. Stateless. */
final class StoredEdgeMapper implements RowMapper<StoredEdge> {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, Long>> FLAGS = new TypeReference<>() {};

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
                row.getLong("calls"),
                row.getLong("errors"),
                row.getLong("errors_http_5xx"),
                row.getLong("errors_grpc"),
                row.getLong("errors_no_response"),
                row.getLong("errors_status"),
                row.getLong("rejected_http_4xx"),
                row.getLong("rejected_grpc"),
                row.getLong("faults_injected"),
                flags(row.getString("response_flags")),
                row.getLong("request_bytes"),
                row.getLong("response_bytes"),
                latency(row, "client"),
                latency(row, "server"),
                row.getLong("mutual_tls_calls"),
                row.getString("source_principal"),
                row.getString("destination_principal"),
                millis(row, "first_seen"),
                millis(row, "last_seen"),
                row.getString("slowest_trace_id"),
                row.getString("error_trace_id"));
    }

    private static Node node(ResultSet row, String side) throws SQLException {
        return new Node(
                row.getString(side + "_cluster"),
                row.getString(side + "_namespace"),
                row.getString(side),
                NodeKind.valueOf(row.getString(side + "_kind")));
    }

    static long millis(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant().toEpochMilli();
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

    private static Map<String, Long> flags(@Nullable String json) throws SQLException {
        if (json == null || json.equals("{}")) {
            return Map.of();
        }
        try {
            return MAPPER.readValue(json, FLAGS);
        } catch (JsonProcessingException malformed) {
            throw new SQLException("response_flags: " + json + " (expected: an object of counts)", malformed);
        }
    }
}
