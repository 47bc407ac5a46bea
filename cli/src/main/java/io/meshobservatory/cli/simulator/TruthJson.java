/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.graph.VersionPair;
import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.cli.simulator.label.LabelsJson;
import io.meshobservatory.cli.simulator.proxy.Reporter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes the truth of a simulation as JSON, for comparison with what an analysis finds. Stateless. */
public final class TruthJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TruthJson() {}

    /**
     * Writes one object, pretty-printed.
     *
     * @param from when the first requests arrive
     * @param to when no more arrive
     * @param labels what happened beside the normal traffic
     * @throws IOException if the stream fails
     */
    public static void write(
            OutputStream out,
            String scenario,
            long seed,
            Instant from,
            Instant to,
            SimulatedTruth truth,
            List<Label> labels)
            throws IOException {
        try (JsonGenerator json = MAPPER.getFactory().createGenerator(out).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("scenario", scenario);
            json.writeNumberField("seed", seed);
            json.writeStringField("from", from.toString());
            json.writeStringField("to", to.toString());
            json.writeNumberField("requests", truth.requests());
            json.writeNumberField("spans", truth.spans());
            json.writeNumberField("data_points", truth.points());
            json.writeNumberField("log_records", truth.logRecords());
            json.writeNumberField("lost_spans", truth.lostSpans());
            writeCounts(json, truth.total());
            json.writeArrayFieldStart("edges");
            for (Map.Entry<SimulatedEdge, EdgeTruth> edge : truth.edges().entrySet()) {
                writeEdge(json, edge.getKey(), edge.getValue());
            }
            json.writeEndArray();
            writeFindings(json, truth);
            LabelsJson.write(json, labels);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void writeFindings(JsonGenerator json, SimulatedTruth truth) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Map.Entry<SimulatedNode, Long> found : truth.brokenPropagation().entrySet()) {
            json.writeStartObject();
            json.writeStringField("kind", "broken_propagation");
            json.writeStringField("cluster", found.getKey().cluster());
            json.writeStringField("namespace", found.getKey().namespace());
            json.writeStringField("service", found.getKey().name());
            json.writeNumberField("calls", found.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeEdge(JsonGenerator json, SimulatedEdge edge, EdgeTruth truth) throws IOException {
        json.writeStartObject();
        writeNode(json, "source", edge.source());
        writeNode(json, "destination", edge.destination());
        json.writeStringField("protocol", edge.protocol());
        writeCounts(json, truth.counts());
        json.writeNumberField("sampled_calls", truth.sampledCalls());
        json.writeNumberField("context_lost", truth.contextLost());
        writeMap(json, "outcomes", truth.outcomes());
        writeMap(json, "response_flags", truth.flags());
        writeMap(json, "denials", truth.denials());
        json.writeNumberField("mutual_tls", truth.mutualTls());
        json.writeNumberField("plain_text", truth.plainText());
        json.writeNumberField("request_bytes", truth.requestBytes());
        json.writeNumberField("response_bytes", truth.responseBytes());
        writeDurations(json, "client_latency", truth.client());
        writeDurations(json, "server_latency", truth.server());
        json.writeArrayFieldStart("versions");
        for (Map.Entry<VersionPair, EdgeTruth.Counts> version : truth.versions().entrySet()) {
            json.writeStartObject();
            json.writeStringField("source_version", version.getKey().source());
            json.writeStringField("destination_version", version.getKey().destination());
            writeCounts(json, version.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeTold(json, "metrics", truth.metrics());
        writeTold(json, "access_logs", truth.logs());
        json.writeEndObject();
    }

    private static void writeNode(JsonGenerator json, String side, SimulatedNode node) throws IOException {
        json.writeStringField(side + "_cluster", node.cluster());
        json.writeStringField(side + "_namespace", node.namespace());
        json.writeStringField(side, node.name());
        json.writeStringField(side + "_kind", node.kind().name());
    }

    private static void writeCounts(JsonGenerator json, EdgeTruth.Counts counts) throws IOException {
        json.writeNumberField("calls", counts.calls());
        json.writeNumberField("errors", counts.errors());
        json.writeNumberField("rejected", counts.rejected());
        json.writeNumberField("injected", counts.injected());
        json.writeNumberField("unseen_attempts", counts.unseenAttempts());
    }

    private static void writeMap(JsonGenerator json, String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private static void writeDurations(JsonGenerator json, String name, Durations durations) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("calls", durations.count());
        if (durations.count() > 0) {
            json.writeNumberField("p50_ms", rounded(durations.quantileMillis(0.5)));
            json.writeNumberField("p90_ms", rounded(durations.quantileMillis(0.9)));
            json.writeNumberField("p99_ms", rounded(durations.quantileMillis(0.99)));
        }
        json.writeEndObject();
    }

    private static void writeTold(JsonGenerator json, String name, Map<Reporter, EdgeTruth.Told> told)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<Reporter, EdgeTruth.Told> side : told.entrySet()) {
            json.writeObjectFieldStart(side.getKey().label());
            json.writeNumberField("calls", side.getValue().calls());
            json.writeNumberField("errors", side.getValue().errors());
            json.writeNumberField("connections", side.getValue().connections());
            json.writeNumberField("request_bytes", side.getValue().requestBytes());
            json.writeNumberField("response_bytes", side.getValue().responseBytes());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static double rounded(double millis) {
        return Math.round(millis * 1_000) / 1_000.0;
    }
}
