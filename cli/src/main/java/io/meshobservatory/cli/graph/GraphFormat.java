/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import java.io.PrintWriter;
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
            out.println(GraphJson.of(graph));
        }
    };

    static final String CSV_HEADER = "cluster,source_namespace,source,destination_namespace,destination,protocol,"
            + "calls,errors,p50_ms,p95_ms,p99_ms,request_bytes,response_bytes,mtls";

    abstract void print(RecordedGraph graph, PrintWriter out);

    private static String csvLine(Map.Entry<Relation, EdgeTotal> edge) {
        Node source = edge.getKey().source();
        Node destination = edge.getKey().destination();
        EdgeTotal.Sum total = edge.getValue().all;
        EdgeTotal.Latency latency = total.seen();
        Stream<String> fields = Stream.of(
                source.cluster().equals(Node.NOT_APPLICABLE) ? destination.cluster() : source.cluster(),
                source.namespace(),
                source.name(),
                destination.namespace(),
                destination.name(),
                edge.getKey().protocol(),
                Long.toString(total.calls),
                Long.toString(total.errors()),
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
}
