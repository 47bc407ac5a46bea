/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.graph.Versions;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.OutcomeCounts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** The JSON form of a graph; its field names are those of the topic {@code mesh_edges}. */
final class GraphJson {
    private GraphJson() {}

    static String of(RecordedGraph graph) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new ObjectMapper().getFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeArrayFieldStart("edges");
            for (Map.Entry<Relation, EdgeTotal> edge : graph.edges().entrySet()) {
                writeEdge(json, edge.getKey(), edge.getValue());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("findings");
            for (Finding finding : graph.findings()) {
                writeFinding(json, finding);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("facts");
            for (FactRow fact : graph.facts()) {
                writeFact(json, fact);
            }
            json.writeEndArray();
            json.writeNumberField("undecodable_requests", graph.undecodable());
            json.writeNumberField("unparsed_log_lines", graph.unparsedLogLines());
            json.writeObjectFieldStart("dropped_spans");
            for (var dropped : graph.dropped().entrySet()) {
                json.writeNumberField(dropped.getKey().label(), dropped.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void writeEdge(JsonGenerator json, Relation relation, EdgeTotal total) throws IOException {
        json.writeStartObject();
        writeNode(json, "source", relation.source());
        writeNode(json, "destination", relation.destination());
        json.writeStringField("protocol", relation.protocol());
        writeFigures(json, total.all);
        json.writeArrayFieldStart("versions");
        for (Map.Entry<Versions, EdgeTotal.Sum> versions : total.byVersions.entrySet()) {
            json.writeStartObject();
            json.writeStringField("source_version", versions.getKey().source());
            json.writeStringField("destination_version", versions.getKey().destination());
            writeFigures(json, versions.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeFigures(JsonGenerator json, EdgeTotal.Sum sum) throws IOException {
        OutcomeCounts outcomes = sum.outcomes;
        json.writeNumberField("calls", sum.calls);
        json.writeNumberField("sampled_calls", sum.coverage.sampledCalls());
        json.writeNumberField("errors", sum.errors());
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
        writeCounts(json, "response_flags", sum.responseFlags);
        writeCounts(json, "denials", sum.denials);
        writeCounts(json, "operations", sum.operations);
        json.writeNumberField("request_bytes", sum.requestBytes);
        json.writeNumberField("response_bytes", sum.responseBytes);
        json.writeNumberField("connections_opened", sum.connectionsOpened);
        json.writeNumberField("connections_closed", sum.connectionsClosed);
        writeLatency(json, "client_latency", sum.client);
        writeLatency(json, "server_latency", sum.server);
        writeSecurity(json, sum);
        writeCoverage(json, sum.coverage);
        json.writeObjectFieldStart("basis");
        for (Map.Entry<String, String> basis : sum.basis().entrySet()) {
            json.writeStringField(basis.getKey(), basis.getValue());
        }
        json.writeEndObject();
    }

    private static void writeSecurity(JsonGenerator json, EdgeTotal.Sum sum) throws IOException {
        json.writeStringField("mtls", sum.mtls());
        json.writeNumberField("mutual_tls_calls", sum.mutualTls);
        json.writeNumberField("plain_text_calls", sum.plainText);
        json.writeNumberField("unobserved_tls_calls", sum.unobservedTls);
        writeTexts(json, "source_principals", sum.sourcePrincipals);
        writeTexts(json, "destination_principals", sum.destinationPrincipals);
    }

    private static void writeCoverage(JsonGenerator json, Coverage coverage) throws IOException {
        json.writeObjectFieldStart("sampled_by_evidence");
        json.writeNumberField("both_sides", coverage.bothSides());
        json.writeNumberField("caller_only", coverage.callerOnly());
        json.writeNumberField("callee_only", coverage.calleeOnly());
        json.writeNumberField("caller_missing", coverage.callerMissing());
        json.writeEndObject();
        json.writeNumberField("context_lost_calls", coverage.contextLost());
    }

    private static void writeFinding(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("finding", finding.name());
        writeNode(json, "node", finding.node());
        json.writeNumberField("calls", finding.calls());
        json.writeStringField("message", finding.message());
        json.writeEndObject();
    }

    private static void writeFact(JsonGenerator json, FactRow fact) throws IOException {
        json.writeStartObject();
        json.writeStringField("fact", fact.kind().label());
        writeNode(json, "node", fact.node());
        if (fact.peer() != null) {
            writeNode(json, "peer", fact.peer());
        }
        json.writeStringField("detail", fact.detail());
        json.writeNumberField("value", fact.value());
        json.writeEndObject();
    }

    private static void writeNode(JsonGenerator json, String field, Node node) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("cluster", node.cluster());
        json.writeStringField("namespace", node.namespace());
        json.writeStringField("name", node.name());
        json.writeStringField("kind", node.kind().name());
        json.writeEndObject();
    }

    private static void writeCounts(JsonGenerator json, String field, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, String field, Iterable<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void writeLatency(JsonGenerator json, String field, EdgeTotal.Latency latency) throws IOException {
        if (latency.calls() == 0) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        json.writeNumberField("calls", latency.calls());
        json.writeNumberField("mean_ms", latency.meanMillis());
        json.writeNumberField("p50_ms", latency.quantileMillis(0.50));
        json.writeNumberField("p95_ms", latency.quantileMillis(0.95));
        json.writeNumberField("p99_ms", latency.quantileMillis(0.99));
        json.writeEndObject();
    }
}
