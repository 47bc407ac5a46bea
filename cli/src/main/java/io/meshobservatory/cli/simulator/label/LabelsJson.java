/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.label;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meshobservatory.cli.simulator.label.Label.Category;
import io.meshobservatory.cli.simulator.label.Label.Resource;
import io.meshobservatory.cli.simulator.label.Label.Step;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Writes labels as JSON; the form is described in docs/simulator.md. Stateless. */
public final class LabelsJson {
    private LabelsJson() {}

    /**
     * Writes the array fields {@code attacks}, {@code faults} and {@code background} of the object that is open.
     *
     * @throws IOException if the stream fails
     */
    public static void write(JsonGenerator json, List<Label> labels) throws IOException {
        write(json, "attacks", Category.ATTACK, labels);
        write(json, "faults", Category.FAULT, labels);
        write(json, "background", Category.BACKGROUND, labels);
    }

    private static void write(JsonGenerator json, String field, Category category, List<Label> labels)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (Label label : labels) {
            if (label.category() == category) {
                write(json, label);
            }
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Label label) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", label.id());
        json.writeStringField("kind", label.kind());
        json.writeStringField("variant", label.variant());
        json.writeStringField("strength", label.strength());
        json.writeStringField("start", label.start().toString());
        json.writeStringField("end", label.end().toString());
        json.writeStringField("description", label.description());
        json.writeArrayFieldStart("resources");
        for (Resource resource : label.resources()) {
            json.writeStartObject();
            json.writeStringField("name", resource.name());
            json.writeStringField("kind", resource.node().kind().name());
            json.writeStringField("role", resource.role().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("steps");
        for (Step step : label.steps()) {
            json.writeStartObject();
            json.writeStringField("name", step.name());
            json.writeStringField("source", Label.name(step.source()));
            json.writeStringField("destination", Label.name(step.destination()));
            json.writeStringField("protocol", step.protocol());
            json.writeStringField("start", step.start().toString());
            json.writeStringField("end", step.end().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
