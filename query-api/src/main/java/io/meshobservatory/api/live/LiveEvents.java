/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.sse.ServerSentEvent;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeRowJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The events of the stream. Stateless. */
final class LiveEvents {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LiveEvents() {}

    /** All live edges at the time of connecting. */
    static ServerSentEvent snapshot(List<EdgeRow> rows) {
        ObjectNode json = MAPPER.createObjectNode();
        ArrayNode edges = json.putArray("edges");
        rows.forEach(row -> edges.add(withoutSketches(row)));
        return event("snapshot", json);
    }

    /** A new or changed row. */
    static ServerSentEvent edge(EdgeRow row) {
        return event("edge", withoutSketches(row));
    }

    /** A state of an alert, as the jobs wrote it. */
    static ServerSentEvent alert(Alert alert) {
        return ServerSentEvent.builder()
                .event("alert")
                .data(new String(AlertJson.write(alert), StandardCharsets.UTF_8))
                .build();
    }

    /** Events were dropped since the client was too slow for them. */
    static ServerSentEvent lagged(long dropped) {
        return event("lagged", MAPPER.createObjectNode().put("dropped_events", dropped));
    }

    /** Nothing happened, but the connection is alive. */
    static ServerSentEvent heartbeat(Instant now) {
        return event("heartbeat", MAPPER.createObjectNode().put("time", now.toString()));
    }

    /** The live graph went away; the stream ends after this. */
    static ServerSentEvent unavailable() {
        return event("unavailable", MAPPER.createObjectNode().put("reason", "the live graph does not answer"));
    }

    private static ServerSentEvent event(String name, JsonNode data) {
        try {
            return ServerSentEvent.builder()
                    .event(name)
                    .data(MAPPER.writeValueAsString(data))
                    .build();
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static JsonNode withoutSketches(EdgeRow row) {
        JsonNode json;
        try {
            json = MAPPER.readTree(EdgeRowJson.write(row));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        for (String side : List.of("client_latency", "server_latency")) {
            if (json.get(side) instanceof ObjectNode latency) {
                latency.remove("sketch");
            }
        }
        return json;
    }
}
