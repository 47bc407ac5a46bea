/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.attack.AttackSpec;
import io.meshobservatory.cli.simulator.benign.BenignSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecTextTest {
    private static final Instant BEGIN = Instant.parse("2026-01-05T00:00:00Z");
    private static final Period DAY = new Period(BEGIN, BEGIN.plus(Duration.ofDays(1)));

    @Test
    @DisplayName("Everything can be told at once")
    void readsAll() throws ScenarioException {
        SpecText spec =
                SpecText.parse("exfiltration:careful@2h30m+45m,source=orders,destination=x.example.com,variant=drip");
        assertThat(spec.name()).isEqualTo("EXFILTRATION");
        assertThat(spec.strength()).isEqualTo("careful");
        assertThat(spec.options())
                .isEqualTo(Map.of("source", "orders", "destination", "x.example.com", "variant", "drip"));
        Period period = spec.period(DAY, Duration.ofMinutes(5));
        assertThat(period.from()).isEqualTo("2026-01-05T02:30:00Z");
        assertThat(period.length()).isEqualTo(Duration.ofMinutes(45));
    }

    @Test
    @DisplayName("An instant is a begin too; what is not told is a quarter into the simulation, for the usual time")
    void beginsAndDefaults() throws ScenarioException {
        Period told = SpecText.parse("DDOS@2026-01-05T23:00:00Z").period(DAY, Duration.ofHours(3));
        assertThat(told).isEqualTo(new Period(Instant.parse("2026-01-05T23:00:00Z"), DAY.until()));
        Period usual = SpecText.parse("DDOS").period(DAY, Duration.ofHours(3));
        assertThat(usual.from()).isEqualTo("2026-01-05T06:00:00Z");
        assertThat(usual.length()).isEqualTo(Duration.ofHours(3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        '@2h'                          | expected: NAME[:STRENGTH]
        DDOS@soon                      | expected: how long after the begin
        DDOS@1h+never                  | expected: a duration such as 90s
        DDOS,victim=x                  | expected: one of source, destination, variant
        DDOS,source=a,source=b         | twice
        SQL_INJECTION                  | expected: one of EXFILTRATION, LATERAL_MOVEMENT
        DDOS:fierce                    | expected: crude, medium or careful
        DDOS,variant=syn               | expected: one of flood, slow, expensive
        """)
    @DisplayName("A mistake in an attack is named, with what was expected")
    void namesMistakes(String text, String message) {
        assertThatThrownBy(() -> AttackSpec.parse(text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("A fault has no strength, and an unknown one is answered with all that there are")
    void namesMistakesOfFaults() {
        assertThatThrownBy(() -> BenignSpec.parse("DEPLOY:crude")).hasMessageContaining("only attacks have them");
        assertThatThrownBy(() -> BenignSpec.parse("EARTHQUAKE")).hasMessageContaining("expected: one of DEAD_DATABASE");
        assertThatThrownBy(() -> BenignSpec.parse("DEPLOY@25h").text().period(DAY, Duration.ofHours(1)))
                .hasMessageContaining("expected: from 2026-01-05T00:00:00Z to before 2026-01-06T00:00:00Z");
    }
}
