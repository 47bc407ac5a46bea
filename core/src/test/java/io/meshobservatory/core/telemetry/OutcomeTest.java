/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How two sides' views of one call become one. */
class OutcomeTest {
    @Test
    @DisplayName("it does not matter which side is asked first, nor how views are grouped, nor that one is told twice")
    void laws() {
        for (Outcome a : Outcome.values()) {
            assertThat(Outcome.combine(a, a)).isEqualTo(a);
            for (Outcome b : Outcome.values()) {
                assertThat(Outcome.combine(a, b)).as("%s, %s", a, b).isEqualTo(Outcome.combine(b, a));
                for (Outcome c : Outcome.values()) {
                    assertThat(Outcome.combine(Outcome.combine(a, b), c))
                            .as("%s, %s, %s", a, b, c)
                            .isEqualTo(Outcome.combine(a, Outcome.combine(b, c)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("who knows nothing changes nothing")
    void unsetIsNeutral(Outcome outcome) {
        assertThat(Outcome.combine(Outcome.UNSET, outcome)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNSET")
    @DisplayName("a mere status ERROR yields to every protocol status")
    void statusErrorYields(Outcome outcome) {
        assertThat(Outcome.combine(Outcome.FAILED_STATUS, outcome)).isEqualTo(outcome);
    }

    @Test
    @DisplayName("only the callee's failures are failures: neither refusals nor injected faults")
    void failures() {
        assertThat(Outcome.values())
                .filteredOn(Outcome::isFailure)
                .containsExactly(
                        Outcome.FAILED_STATUS,
                        Outcome.FAILED_HTTP_5XX,
                        Outcome.FAILED_GRPC,
                        Outcome.FAILED_NO_RESPONSE);
    }

    @ParameterizedTest
    @CsvSource({
        "200, OK",
        "404, REJECTED_HTTP_4XX",
        "503, FAILED_HTTP_5XX",
        "0, FAILED_NO_RESPONSE",
        "'', UNSET",
        "-1, UNSET",
        "2xx, UNSET",
        "99999999999999999999, UNSET"
    })
    @DisplayName("an HTTP status in digits tells the outcome, and other text nothing")
    void statusInDigits(String status, Outcome outcome) {
        assertThat(Outcome.ofHttpStatus(status)).isEqualTo(outcome);
    }
}
