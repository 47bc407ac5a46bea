/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.fact.FactKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SeriesMeaningTest {
    @Test
    @DisplayName("a long detail is cut, and never inside a character")
    void cutsDetails() {
        assertThat(detail("d".repeat(70_000))).isEqualTo("d".repeat(128));
        assertThat(detail("d".repeat(127) + "\uD83D\uDE00 and more")).isEqualTo("d".repeat(127));
        assertThat(detail("d".repeat(128))).hasSize(128);
    }

    private static String detail(String detail) {
        return new SeriesMeaning.OfFact(FactKind.CERTIFICATE_EXPIRY, detail, null, null).detail();
    }
}
