/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.Evidence;
import io.meshobservatory.core.alert.ResourceName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/v2/alerts}. Thread-safe. */
final class AlertmanagerJson {
    private static final JsonFactory JSON = new JsonFactory();

    /** Notifications are read by people: the whole evidence is where the alert links to. */
    private static final int MAX_EVIDENCE = 5;

    private final Duration expiresAfter;
    private final @Nullable URI dashboard;

    AlertmanagerJson(Duration expiresAfter, @Nullable URI dashboard) {
        this.expiresAfter = expiresAfter;
        this.dashboard = dashboard;
    }

    byte[] write(List<Told> batch, long nowMillis) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            for (Told told : batch) {
                write(json, told, nowMillis);
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /**
     * Alertmanager takes an alert for ended when its {@code endsAt} has passed, and refuses one that ends before it starts. Event
     * time may be ahead of this machine's clock, so the start is never later than now.
     */
    private void write(JsonGenerator json, Told told, long nowMillis) throws IOException {
        Alert alert = told.alert();
        long endsMillis = told.ended() ? nowMillis : nowMillis + expiresAfter.toMillis();
        json.writeStartObject();
        json.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : told.labels().entrySet()) {
            json.writeStringField(label.getKey(), readable(label.getValue()));
        }
        json.writeEndObject();
        json.writeObjectFieldStart("annotations");
        json.writeStringField("summary", readable(alert.title()));
        json.writeStringField("description", readable(alert.description()));
        json.writeStringField(
                "confidence",
                Double.isFinite(alert.confidence()) ? Math.round(100 * alert.confidence()) + " %" : "unknown");
        json.writeStringField(
                "resources",
                readable(alert.resources().stream().map(ResourceName::of).collect(Collectors.joining(", "))));
        json.writeStringField("evidence", readable(evidence(alert.evidence())));
        json.writeStringField("next_steps", readable(String.join("\n", alert.nextSteps())));
        json.writeEndObject();
        json.writeStringField("startsAt", instant(Math.min(alert.startMillis(), nowMillis)));
        json.writeStringField("endsAt", instant(endsMillis));
        if (dashboard != null) {
            json.writeStringField(
                    "generatorURL",
                    dashboard + "/#alert=" + URLEncoder.encode(readable(alert.id()), StandardCharsets.UTF_8));
        }
        json.writeEndObject();
    }

    private static String evidence(List<Evidence> evidence) {
        String first =
                evidence.stream().limit(MAX_EVIDENCE).map(Evidence::summary).collect(Collectors.joining("\n"));
        return evidence.size() <= MAX_EVIDENCE ? first : first + "\nand " + (evidence.size() - MAX_EVIDENCE) + " more";
    }

    /** Halves of surrogate pairs cannot be encoded and become question marks: no name may keep the others from being told. */
    private static String readable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
