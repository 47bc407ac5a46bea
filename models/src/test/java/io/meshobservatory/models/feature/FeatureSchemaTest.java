/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The feature schema")
class FeatureSchemaTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "detection-features.md");

    @Test
    @DisplayName("has each name once")
    void names() {
        assertThat(FeatureSchema.names()).doesNotHaveDuplicates().hasSize(FeatureSchema.size());
        assertThat(FeatureSchema.features())
                .allMatch(feature -> feature.name().matches("[a-z0-9_]+")
                        && !feature.description().isEmpty());
    }

    @Test
    @DisplayName("is documented as it is, with its version")
    void documented() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        assertThat(lines).contains("Schema version: " + FeatureSchema.VERSION + ".");
        List<String> rows =
                lines.stream().filter(line -> line.startsWith("| `")).toList();
        List<String> expected = FeatureSchema.features().stream()
                .map(feature -> "| `" + feature.name() + "` | " + feature.unit() + " | " + feature.description() + " |")
                .toList();
        assertThat(rows).isEqualTo(expected);
    }
}
