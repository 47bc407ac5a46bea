/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Times in lines")
class TimestampsTest {
    @Test
    @DisplayName("are read as Java's own parser reads them")
    void likeJava() {
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextInt(Integer.MAX_VALUE), random.nextInt(1000) * (long) Math.pow(10, i % 7));

            assertThat(parse(instant.toString())).as("%s", instant).isEqualTo(nanos(instant));
        }
    }

    @ParameterizedTest
    @DisplayName("may have an offset")
    @ValueSource(
            strings = {"2024-02-29T23:59:59.999999999+05:30", "1970-01-02T00:00:00-11:00", "2100-12-31T00:00:00.5+00:00"
            })
    void offsets(String time) {
        assertThat(parse(time)).isEqualTo(nanos(OffsetDateTime.parse(time).toInstant()));
    }

    @ParameterizedTest
    @DisplayName("are none where anything is wrong")
    @ValueSource(
            strings = {
                "",
                "2024-02-29T23:59:59",
                "2023-02-29T23:59:59Z",
                "2024-13-01T00:00:00Z",
                "2024-01-01T24:00:00Z",
                "2024-01-01T00:60:00Z",
                "2024-01-01T00:00:60Z",
                "2024-01-01T00:00:00.Z",
                "2024-01-01T00:00:00.1234567891Z",
                "2024-01-01T00:00:00ZZ",
                "2024-01-01T00:00:00+1:00",
                "1969-12-31T23:59:59Z",
                "9999-01-01T00:00:00Z",
                "2o24-01-01T00:00:00Z",
                "2024-01-01 00:00:00Z"
            })
    void none(String text) {
        assertThat(parse(text)).isEqualTo(Timestamps.NONE);
    }

    private static long parse(String text) {
        return Timestamps.parse(text, 0, text.length());
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
