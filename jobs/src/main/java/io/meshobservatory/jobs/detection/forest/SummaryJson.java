/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.models.forest.ForestModel;
import io.meshobservatory.models.forest.ScoreSummary;
import io.meshobservatory.models.forest.TrainingSummary;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** What a model was made from, as JSON for people who compare models. Stateless. */
final class SummaryJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SummaryJson() {}

    static String write(ForestModel model) {
        StringWriter text = new StringWriter();
        TrainingSummary summary = model.summary();
        try (JsonGenerator json = MAPPER.getFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("trees", summary.settings().trees());
            json.writeNumberField("rows_per_tree", summary.settings().sampleSize());
            json.writeStringField("seed", Long.toString(summary.settings().seed()));
            json.writeNumberField("rows", summary.rows());
            json.writeNumberField("missing_values", summary.missingValues());
            json.writeNumberField("max_depth", summary.maxDepth());
            writeScores(summary.scores(), json);
            json.writeNumberField("least_p_value", model.calibration().leastPValue());
            json.writeArrayFieldStart("features");
            for (int i = 0; i < model.schema().size(); i++) {
                json.writeString(model.schema().name(i));
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void writeScores(ScoreSummary scores, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("scores");
        json.writeNumberField("p50", scores.median());
        json.writeNumberField("p90", scores.percentile90());
        json.writeNumberField("p99", scores.percentile99());
        json.writeNumberField("p999", scores.percentile999());
        json.writeNumberField("max", scores.greatest());
        json.writeEndObject();
    }
}
