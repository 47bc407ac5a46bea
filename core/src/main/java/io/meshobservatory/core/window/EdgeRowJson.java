/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The public JSON form of an {@link EdgeRow}: what the topic {@code mesh_edges}, Redis and the event stream of the API carry.
 * Its schema is docs/schemas/mesh_edges.schema.json. Stateless and thread-safe.
 */
public final class EdgeRowJson {
    /**
     * Operations are names of fields, and there are many: a table of names seen, made for a few that come again and again, would be
     * copied for each new one, and grew to most of what reading costs.
     */
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private EdgeRowJson() {}

    /** The row as one JSON object in UTF-8, without white space. */
    public static byte[] write(EdgeRow row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = MAPPER.getFactory().createGenerator(out)) {
            write(row, json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no such object; the message says which field is wrong
     */
    public static EdgeRow read(byte[] bytes) {
        return EdgeRowReader.read(bytes, MAPPER);
    }

    private static void write(EdgeRow row, JsonGenerator json) throws IOException {
        Edge edge = row.edge();
        json.writeStartObject();
        json.writeStringField("window_start", instant(row.windowStartMillis()));
        json.writeNumberField("window_seconds", row.windowSize().seconds());
        writeEnd(json, "source", edge.source(), edge.sourceVersion());
        writeEnd(json, "destination", edge.destination(), edge.destinationVersion());
        json.writeStringField("protocol", edge.protocol());
        writeTraffic(json, row.traffic());
        writeLatency(json, "client_latency", row.client());
        writeLatency(json, "server_latency", row.server());
        writeSecurity(json, row.security());
        writeCoverage(json, row.coverage());
        json.writeObjectFieldStart("basis");
        json.writeStringField("calls", row.basis().calls().name());
        json.writeStringField("bytes", row.basis().bytes().name());
        json.writeStringField("latency", row.basis().latency().name());
        json.writeStringField("security", row.basis().security().name());
        json.writeEndObject();
        json.writeStringField("first_seen", instant(row.firstSeenMillis()));
        json.writeStringField("last_seen", instant(row.lastSeenMillis()));
        json.writeStringField("slowest_trace_id", row.slowestTraceId());
        json.writeStringField("error_trace_id", row.errorTraceId());
        json.writeEndObject();
    }

    private static void writeTraffic(JsonGenerator json, Traffic traffic) throws IOException {
        OutcomeCounts outcomes = traffic.outcomes();
        json.writeNumberField("calls", traffic.calls());
        json.writeNumberField("errors", outcomes.errors());
        json.writeObjectFieldStart("errors_by_class");
        json.writeNumberField("http_5xx", outcomes.errorsHttp5xx());
        json.writeNumberField("grpc", outcomes.errorsGrpc());
        json.writeNumberField("no_response", outcomes.errorsNoResponse());
        json.writeNumberField("status", outcomes.errorsStatus());
        json.writeEndObject();
        json.writeObjectFieldStart("rejected");
        json.writeNumberField("http_4xx", outcomes.rejectedHttp4xx());
        json.writeNumberField("grpc", outcomes.rejectedGrpc());
        json.writeEndObject();
        json.writeNumberField("faults_injected", outcomes.faultsInjected());
        writeCounts(json, "response_flags", traffic.responseFlags());
        writeCounts(json, "denials", traffic.denials());
        writeCounts(json, "operations", traffic.operations());
        json.writeNumberField("request_bytes", traffic.requestBytes());
        json.writeNumberField("response_bytes", traffic.responseBytes());
        json.writeNumberField("connections_opened", traffic.connectionsOpened());
        json.writeNumberField("connections_closed", traffic.connectionsClosed());
    }

    private static void writeCounts(JsonGenerator json, String field, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, Long> count : new TreeMap<>(counts).entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private static void writeSecurity(JsonGenerator json, Security security) throws IOException {
        json.writeStringField("mtls", security.mtls());
        json.writeNumberField("mutual_tls_calls", security.mutualTls());
        json.writeNumberField("plain_text_calls", security.plainText());
        json.writeNumberField("unobserved_tls_calls", security.unobserved());
        json.writeStringField("source_principal", security.sourcePrincipal());
        json.writeStringField("destination_principal", security.destinationPrincipal());
    }

    private static void writeCoverage(JsonGenerator json, Coverage coverage) throws IOException {
        json.writeNumberField("sampled_calls", coverage.sampledCalls());
        json.writeObjectFieldStart("sampled_by_evidence");
        json.writeNumberField("both_sides", coverage.bothSides());
        json.writeNumberField("caller_only", coverage.callerOnly());
        json.writeNumberField("callee_only", coverage.calleeOnly());
        json.writeNumberField("caller_missing", coverage.callerMissing());
        json.writeEndObject();
        json.writeNumberField("context_lost_calls", coverage.contextLost());
    }

    private static void writeEnd(JsonGenerator json, String field, Node node, String version) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("cluster", node.cluster());
        json.writeStringField("namespace", node.namespace());
        json.writeStringField("name", node.name());
        json.writeStringField("kind", node.kind().name());
        json.writeStringField("version", version);
        json.writeEndObject();
    }

    private static void writeLatency(JsonGenerator json, String field, @Nullable LatencySummary latency)
            throws IOException {
        if (latency == null) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        json.writeNumberField("calls", latency.calls());
        json.writeNumberField("mean_ms", latency.meanMillis());
        json.writeNumberField("p50_ms", latency.p50Millis());
        json.writeNumberField("p95_ms", latency.p95Millis());
        json.writeNumberField("p99_ms", latency.p99Millis());
        json.writeBinaryField("sketch", latency.sketch());
        json.writeEndObject();
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
