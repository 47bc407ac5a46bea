/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.core.graph.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms in which {@code graph} prints. */
enum GraphFormat {
    csv {
        @Override
        void print(RecordedGraph graph, PrintWriter out) {
            out.println(CSV_HEADER);
            graph.edges().entrySet().stream().map(GraphFormat::csvLine).sorted().forEach(out::println);
        }
    },
    json {
        @Override
        void print(RecordedGraph graph, PrintWriter out) {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = new ObjectMapper().getFactory().createGenerator(text)) {
                json.useDefaultPrettyPrinter();
                json.writeStartObject();
                json.writeArrayFieldStart("edges");
                for (Map.Entry<EdgeTotal.Key, EdgeTotal> edge : graph.edges().entrySet()) {
                    writeEdge(json, edge.getKey(), edge.getValue());
                }
                json.writeEndArray();
                json.writeNumberField("undecodable_requests", graph.undecodable());
                json.writeObjectFieldStart("dropped_spans");
                for (var dropped : graph.dropped().entrySet()) {
                    json.writeNumberField(dropped.getKey().label(), dropped.getValue());
                }
                json.writeEndObject();
                json.writeEndObject();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            out.println(text);
        }
    };

    static final String CSV_HEADER = "cluster,source_namespace,source,destination_namespace,destination,protocol,"
            + "calls,errors,p50_ms,p95_ms,p99_ms,request_bytes,response_bytes,mtls";

    abstract void print(RecordedGraph graph, PrintWriter out);

    private static String csvLine(Map.Entry<EdgeTotal.Key, EdgeTotal> edge) {
        Node source = edge.getKey().source();
        Node destination = edge.getKey().destination();
        EdgeTotal total = edge.getValue();
        EdgeTotal.Latency latency = total.seen();
        Stream<String> fields = Stream.of(
                source.cluster().equals(Node.NOT_APPLICABLE) ? destination.cluster() : source.cluster(),
                source.namespace(),
                source.name(),
                destination.namespace(),
                destination.name(),
                edge.getKey().protocol(),
                Long.toString(total.calls),
                Long.toString(total.errors),
                millis(latency.quantileMillis(0.50)),
                millis(latency.quantileMillis(0.95)),
                millis(latency.quantileMillis(0.99)),
                Long.toString(total.requestBytes),
                Long.toString(total.responseBytes),
                total.mtls());
        return fields.map(GraphFormat::quoted).collect(Collectors.joining(","));
    }

    /** As RFC 4180 says. A leading sign is kept from being read as a formula by spreadsheets: names come from outside. */
    private static String quoted(String field) {
        boolean formula = !field.isEmpty() && List.of('=', '+', '@').contains(field.charAt(0));
        String safe = formula ? "'" + field : field;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    private static String millis(double millis) {
        return Double.isNaN(millis) ? "" : String.format(Locale.ROOT, "%.3f", millis);
    }

    private static void writeEdge(JsonGenerator json, EdgeTotal.Key key, EdgeTotal total) throws IOException {
        json.writeStartObject();
        writeNode(json, "source", key.source());
        writeNode(json, "destination", key.destination());
        json.writeStringField("protocol", key.protocol());
        json.writeNumberField("calls", total.calls);
        json.writeNumberField("errors", total.errors);
        json.writeObjectFieldStart("errors_by_class");
        json.writeNumberField("http_5xx", total.errorsHttp5xx);
        json.writeNumberField("grpc", total.errorsGrpc);
        json.writeNumberField("no_response", total.errorsNoResponse);
        json.writeNumberField("status", total.errorsStatus);
        json.writeEndObject();
        json.writeObjectFieldStart("rejected");
        json.writeNumberField("http_4xx", total.rejectedHttp4xx);
        json.writeNumberField("grpc", total.rejectedGrpc);
        json.writeEndObject();
        json.writeNumberField("faults_injected", total.faultsInjected);
        json.writeObjectFieldStart("response_flags");
        for (Map.Entry<String, Long> flag : total.responseFlags.entrySet()) {
            json.writeNumberField(flag.getKey(), flag.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("request_bytes", total.requestBytes);
        json.writeNumberField("response_bytes", total.responseBytes);
        writeLatency(json, "client_latency", total.client);
        writeLatency(json, "server_latency", total.server);
        json.writeStringField("mtls", total.mtls());
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
