/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForestBenchTest {
    /** Mean AUROC of LinkedIn's isolation-forest, 100 trees of 256 rows, as its README says. */
    @ParameterizedTest
    @CsvSource({"annthyroid, 0.813", "cardio, 0.928", "mammography, 0.865", "satellite, 0.717"})
    @DisplayName("ranks the anomalies of real tables as well as published, within 0.02")
    void realTables(String name, double published) throws IOException {
        ForestReport report = new ForestBench(table("anomaly/" + name + ".csv.gz"), line -> {}).run(10);
        assertThat(report.auroc()).isGreaterThanOrEqualTo(published - 0.02);
    }

    @Test
    @DisplayName("the same seeds give the same scores, different ones others; each figure is in the report")
    void repeatable() throws IOException {
        List<String> lines = new ArrayList<>();
        JsonNode first = json(new ForestBench(synthetic(), lines::add).run(3));
        JsonNode second = json(new ForestBench(synthetic(), lines::add).run(3));
        assertThat(second.get("by_seed")).isEqualTo(first.get("by_seed"));
        assertThat(first.get("by_seed").findValuesAsText("scores_crc32"))
                .doesNotHaveDuplicates()
                .hasSize(3);
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).startsWith("seed 1: AUROC ");
        assertThat(first.get("file").asText()).isEqualTo("synthetic");
        assertThat(first.get("rows").asInt()).isEqualTo(1000);
        assertThat(first.get("features").asInt()).isEqualTo(2);
        assertThat(first.get("anomalies").asInt()).isEqualTo(20);
        assertThat(first.get("missing_values").asInt()).isEqualTo(1);
        assertThat(first.get("seeds").asInt()).isEqualTo(3);
        assertThat(first.get("auroc").asDouble()).isGreaterThan(0.95);
        assertThat(first.get("average_precision").asDouble()).isGreaterThan(0.5);
        assertThat(first.get("log_scaled")).hasSize(1);
        assertThat(first.get("log_scaled").get(0).asText()).isEqualTo("bytes");
    }

    /** A heavy-tailed and a normal column; every fiftieth row is odd in both. */
    private static LabelledTable synthetic() {
        Random random = new Random(1);
        double[][] rows = new double[1000][];
        boolean[] anomalous = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            anomalous[i] = i % 50 == 0;
            double shift = anomalous[i] ? 4 : 0;
            rows[i] = new double[] {Math.exp(10 + 2 * (random.nextGaussian() + shift)), random.nextGaussian() + shift};
        }
        rows[1][1] = Double.NaN;
        return new LabelledTable(List.of("bytes", "score"), rows, anomalous);
    }

    private static JsonNode json(ForestReport report) throws IOException {
        return new ObjectMapper().readTree(report.toJson("synthetic"));
    }

    private static LabelledTable table(String name) throws IOException {
        Path file = find(name);
        assumeTrue(Files.exists(file), "skipped: table " + name + " not found; set OBSERVATORY_TEST_DATA");
        try (InputStream in = Files.newInputStream(file)) {
            return TableReader.read(in);
        }
    }

    private static Path find(String name) {
        String configured = System.getenv("OBSERVATORY_TEST_DATA");
        if (configured != null) {
            return Path.of(configured, name);
        }
        Path file = Path.of("shared/data", name);
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            file = folder.resolve("shared/data").resolve(name);
            if (Files.exists(file)) {
                break;
            }
        }
        return file;
    }
}
