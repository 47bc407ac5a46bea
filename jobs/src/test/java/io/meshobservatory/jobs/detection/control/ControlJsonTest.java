/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.models.story.Control;
import io.meshobservatory.models.story.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlJsonTest {
    private static final long WRITTEN = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    @Test
    @DisplayName("A suppression is read whole")
    void readsASuppression() {
        Control control = read("""
                {"type":"suppression","id":"backup","kind":"EXFILTRATION","source":"shop/backup","destination":"*.example",\
                "reason":"nightly","expires":"2026-02-01T00:00:00Z"}""");

        assertThat(control)
                .isEqualTo(new Control(
                        "backup",
                        Control.Type.SUPPRESSION,
                        new Scope(AlertKind.EXFILTRATION, "shop/backup", "*.example", null),
                        0,
                        "nightly",
                        WRITTEN,
                        Instant.parse("2026-02-01T00:00:00Z").toEpochMilli()));
    }

    @Test
    @DisplayName("A threshold may be for all alerts, and may say from when on it holds")
    void readsAThreshold() {
        Control control = read(
                "{\"type\":\"threshold\",\"id\":\"t\",\"min_confidence\":0.9,\"reason\":\"r\",\"from\":\"2026-01-02T00:00:00Z\"}");

        assertThat(control.scope()).isEqualTo(Scope.ALL);
        assertThat(control.leastConfidence()).isEqualTo(0.9);
        assertThat(control.fromMillis())
                .isEqualTo(Instant.parse("2026-01-02T00:00:00Z").toEpochMilli());
        assertThat(control.untilMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]|not a JSON object",
                "{|not JSON",
                "{\"type\":\"x\",\"id\":\"i\",\"reason\":\"r\"}|field 'type'",
                "{\"type\":\"removal\",\"id\":\"i\",\"reason\":\"r\"}|field 'type'",
                "{\"type\":\"release\",\"reason\":\"r\",\"source\":\"a\"}|field 'id'",
                "{\"type\":\"release\",\"id\":\"i\",\"source\":\"a\"}|field 'reason'",
                "{\"type\":\"release\",\"id\":\"i\",\"reason\":\"r\"}|neither kind",
                "{\"type\":\"release\",\"id\":\"i\",\"reason\":\"r\",\"sorce\":\"a\"}|field 'sorce' is not known",
                "{\"type\":\"release\",\"id\":\"i\",\"reason\":\"r\",\"kind\":\"DOS\"}|field 'kind'",
                "{\"type\":\"suppression\",\"id\":\"i\",\"reason\":\"r\",\"source\":\"a\"}|a suppression must end",
                "{\"type\":\"suppression\",\"id\":\"i\",\"reason\":\"r\",\"source\":\"a\",\"expires\":\"soon\"}|field 'expires'",
                "{\"type\":\"suppression\",\"id\":\"i\",\"reason\":\"r\",\"source\":\"a\",\"expires\":\"2025-01-01T00:00:00Z\"}|after",
                "{\"type\":\"threshold\",\"id\":\"i\",\"reason\":\"r\",\"min_confidence\":2}|field 'min_confidence'",
                "{\"type\":\"release\",\"id\":\"i\",\"reason\":\"r\",\"source\":7}|field 'source'"
            })
    @DisplayName("What is wrong is refused with the field and what was expected")
    void refusesWhatIsWrong(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Control read(String json) {
        return ControlJson.read(json.getBytes(StandardCharsets.UTF_8), WRITTEN);
    }
}
