/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of the OpenTelemetry specification "TraceState: Probability Sampling", and what senders get wrong. */
class SampleWeightTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ot=th:0              | 1",
                "ot=th:00000000000000 | 1",
                "ot=th:8              | 2",
                "ot=th:c              | 4",
                "ot=th:C              | 4",
                "ot=th:e              | 8",
                "ot=th:5555555555555  | 1.5",
                "ot=th:fd70a3d70a3d71 | 100",
                "ot=th:fd70a          | 100",
                "ot=th:ffbe76c8b43958 | 1000",
                "ot=th:ffffffffffffff | 1000000"
            })
    @DisplayName("the weight is the inverse of the probability that the rejection threshold leaves, at most a million")
    void thresholds(String traceState, double weight) {
        assertThat(SampleWeight.ofTraceState(traceState) / (double) SampleWeight.ONE)
                .isCloseTo(weight, within(weight * 1e-4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "congo=t61rcWkgMzE,ot=th:c;rv:abcdef01234567",
                "ot=rv:abcdef01234567;th:c,rojo=00f067aa0ba902b7",
                " ot=th:c ",
                "congo=x , ot=p:8;th:c"
            })
    @DisplayName("the threshold is found among other vendors and other fields")
    void amongOthers(String traceState) {
        assertThat(SampleWeight.ofTraceState(traceState)).isEqualTo(4 * SampleWeight.ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "ot=",
                "ot=th",
                "ot=th:",
                "ot=th:g",
                "ot=th:-8",
                "ot=th:0x8",
                "ot=th: 8",
                "ot=th:fd70a3d70a3d711",
                "ot=rv:fd70a3d70a3d71",
                "other=th:8",
                "xot=th:8",
                "congo=ot=th:8",
                "th:8"
            })
    @DisplayName("what tells no threshold, or none that can be read, stands for itself alone")
    void malformed(String traceState) {
        assertThat(SampleWeight.ofTraceState(traceState)).isEqualTo(SampleWeight.ONE);
    }

    @Test
    @DisplayName("no text whatsoever gives a weight below one or above a million, or an error")
    void anyText() {
        Random random = new Random(1);
        String alphabet = "ot=th:;,0123456789abcdefF \u00fc";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "ot=th:" : "");
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(SampleWeight.ofTraceState(text.toString()))
                    .as(text.toString())
                    .isBetween(SampleWeight.ONE, 1_000_000 * SampleWeight.ONE);
        }
    }

    @Test
    @DisplayName("sums of weights are rounded to the nearest number of calls, below zero too")
    void calls() {
        assertThat(SampleWeight.calls(0)).isZero();
        assertThat(SampleWeight.calls(SampleWeight.ONE)).isEqualTo(1);
        assertThat(SampleWeight.calls(3 * SampleWeight.ONE / 2)).isEqualTo(2);
        assertThat(SampleWeight.calls(3 * SampleWeight.ONE / 2 - 1)).isEqualTo(1);
        assertThat(SampleWeight.calls(-7 * SampleWeight.ONE)).isEqualTo(-7);
        long third = SampleWeight.ofTraceState("ot=th:aaaaaaaaaaaaab");
        assertThat(SampleWeight.calls(1_000_000 * third)).isEqualTo(3_000_000);
    }

    @Test
    @DisplayName("a size is multiplied by its weight; a weight of one leaves even huge sizes to the last byte")
    void scale() {
        assertThat(SampleWeight.scale(7, 100 * SampleWeight.ONE)).isEqualTo(700);
        assertThat(SampleWeight.scale(7, 3 * SampleWeight.ONE / 2)).isEqualTo(11);
        assertThat(SampleWeight.scale(Long.MAX_VALUE, SampleWeight.ONE)).isEqualTo(Long.MAX_VALUE);
        assertThat(SampleWeight.scale(0, 5 * SampleWeight.ONE)).isZero();
    }
}
