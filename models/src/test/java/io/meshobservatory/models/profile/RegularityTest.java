/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Regularity")
class RegularityTest {
    private static int regular(double meanGap, double jitter, int occurrences) {
        int found = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Regularity regularity = new Regularity();
            double now = 0;
            int last = -1;
            long calls = 0;
            while (regularity.occurrences() < occurrences) {
                double gap = jitter < 0
                        ? -meanGap * Math.log(1 - random.nextDouble())
                        : meanGap * (1 + jitter * (2 * random.nextDouble() - 1));
                int before = (int) now;
                now += gap;
                calls++;
                if ((int) now != before) {
                    regularity.note(last < 0 ? 0 : before - last, calls, 500);
                    last = before;
                    calls = 0;
                }
            }
            found += regularity.isRegular() ? 1 : 0;
        }
        return found;
    }

    @Test
    @DisplayName(
            "is found in calls that a program makes, with jitter up to a half, by the minute and by the quarter of an hour")
    void programs() {
        assertThat(regular(5, 0, 12)).isEqualTo(200);
        assertThat(regular(5, 0.3, 12)).isGreaterThanOrEqualTo(195);
        assertThat(regular(15, 0.5, 16)).isGreaterThanOrEqualTo(190);
        assertThat(regular(0.2, 0.3, 12)).isGreaterThanOrEqualTo(195);
    }

    @Test
    @DisplayName("is hardly ever found in calls that come by chance")
    void chance() {
        assertThat(regular(5, -1, 20)).isLessThanOrEqualTo(4);
        assertThat(regular(15, -1, 20)).isLessThanOrEqualTo(4);
        assertThat(regular(0.2, -1, 30)).isLessThanOrEqualTo(4);
    }
}
