/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;

/** Writes the truth of a simulation as JSON, for comparison with what an analysis finds. Stateless. */
public final class TruthJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TruthJson() {}

    /**
     * Writes one object, pretty-printed; {@code attacks} is there for readers, and empty: a scenario has normal traffic.
     *
     * @param from when the first requests arrive
     * @param to when no more arrive
     * @throws IOException if the stream fails
     */
    public static void write(
            OutputStream out, String scenario, long seed, Instant from, Instant to, SimulatedTruth truth)
            throws IOException {
        try (JsonGenerator json = MAPPER.getFactory().createGenerator(out).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("scenario", scenario);
            json.writeNumberField("seed", seed);
            json.writeStringField("from", from.toString());
            json.writeStringField("to", to.toString());
            json.writeNumberField("requests", truth.requests());
            json.writeNumberField("spans", truth.spans());
            writeCounts(json, truth.total());
            json.writeArrayFieldStart("edges");
            for (Map.Entry<SimulatedEdge, SimulatedTruth.Counts> edge :
                    truth.edges().entrySet()) {
                writeEdge(json, edge.getKey(), edge.getValue());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("attacks");
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void writeEdge(JsonGenerator json, SimulatedEdge edge, SimulatedTruth.Counts counts)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("source_namespace", edge.sourceNamespace());
        json.writeStringField("source", edge.source());
        json.writeStringField("destination_namespace", edge.destinationNamespace());
        json.writeStringField("destination", edge.destination());
        json.writeStringField("protocol", edge.protocol());
        writeCounts(json, counts);
        json.writeEndObject();
    }

    private static void writeCounts(JsonGenerator json, SimulatedTruth.Counts counts) throws IOException {
        json.writeNumberField("calls", counts.calls());
        json.writeNumberField("errors", counts.errors());
        json.writeNumberField("rejected", counts.rejected());
        json.writeNumberField("unseen_attempts", counts.unseenAttempts());
    }
}
