/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.forest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshobservatory.benchmarks.meter.Figures;
import io.meshobservatory.models.forest.ForestModel;
import io.meshobservatory.models.forest.Transform;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What was measured, seed by seed.
 *
 * @param table that was ranked
 * @param rounds at least one
 */
public record ForestReport(LabelledTable table, List<ForestRound> rounds) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double STEPS = 1e6;

    /** The mean over the seeds. */
    public double auroc() {
        return mean(round -> round.ranking().auroc());
    }

    /** The mean over the seeds. */
    public double averagePrecision() {
        return mean(round -> round.ranking().averagePrecision());
    }

    /** All figures as one line of JSON. */
    public String toJson(String file) {
        ForestModel model = rounds.get(0).model();
        ObjectNode json = JSON.createObjectNode();
        json.put("benchmark", "forest");
        json.put("file", file);
        json.put("rows", table.rows().length);
        json.put("features", table.features().size());
        json.put("anomalies", table.anomalies());
        json.put("missing_values", model.summary().missingValues());
        ArrayNode logScaled = json.putArray("log_scaled");
        for (int i = 0; i < table.features().size(); i++) {
            if (model.scaling().columns().get(i).transform() == Transform.LOG1P) {
                logScaled.add(table.features().get(i));
            }
        }
        json.put("trees", model.forest().size());
        json.put("rows_per_tree", model.forest().sampleSize());
        json.put("max_depth", model.summary().maxDepth());
        json.put("seeds", rounds.size());
        json.put("auroc", rounded(auroc()));
        json.put("auroc_sd", rounded(deviation(round -> round.ranking().auroc())));
        json.put("average_precision", rounded(averagePrecision()));
        json.put(
                "average_precision_sd",
                rounded(deviation(round -> round.ranking().averagePrecision())));
        json.put("train_ms", Figures.rounded(median(ForestRound::trainingNanos) / 1e6));
        json.put(
                "score_microseconds_per_row",
                Figures.rounded(median(ForestRound::scoringNanos) / 1e3 / table.rows().length));
        json.put("model_bytes", model.toBytes().length);
        ArrayNode bySeed = json.putArray("by_seed");
        for (ForestRound round : rounds) {
            ObjectNode one = bySeed.addObject();
            one.put("seed", round.seed());
            one.put("auroc", rounded(round.ranking().auroc()));
            one.put("average_precision", rounded(round.ranking().averagePrecision()));
            one.put("scores_crc32", String.format(Locale.ROOT, "%08x", round.checksum()));
        }
        return json.toString();
    }

    private double mean(ToDoubleFunction<ForestRound> figure) {
        return rounds.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** The sample standard deviation; 0 of a single round. */
    private double deviation(ToDoubleFunction<ForestRound> figure) {
        double mean = mean(figure);
        double squares = rounds.stream()
                .mapToDouble(round -> Math.pow(figure.applyAsDouble(round) - mean, 2))
                .sum();
        return rounds.size() == 1 ? 0 : Math.sqrt(squares / (rounds.size() - 1));
    }

    private double median(ToDoubleFunction<ForestRound> figure) {
        return Figures.median(rounds.stream().mapToDouble(figure).toArray());
    }

    private static double rounded(double value) {
        return Math.round(value * STEPS) / STEPS;
    }
}
