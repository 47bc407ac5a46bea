/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.api.http.ProblemException;
import io.meshobservatory.api.time.TimeRange;
import io.meshobservatory.core.window.WindowSize;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final TimeRange RANGE = TimeRange.aligned(
            Instant.parse("2026-11-21T10:00:03Z"), Instant.parse("2026-11-21T10:30:00Z"), WindowSize.TEN_SECONDS);

    private final SeriesCursor cursors = new SeriesCursor(Duration.ofDays(400));

    @Test
    void comesBackAsItWas() {
        List<String> parts = List.of("", "a/b", "\"ü\\", "-");

        assertThat(Cursor.decode("x", 4, Cursor.encode("x", parts))).isEqualTo(parts);
    }

    @Test
    void aPlaceInASeriesComesBackAsItWas() {
        SeriesCursor.Position position = SeriesCursor.Position.first(RANGE).at(RANGE.fromMillis() + 40_000);

        assertThat(cursors.decode(cursors.encode(position))).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "%%%", "W10", "e30", "bnVsbA", "WyJ5IiwiMSJd", "WyJ4IixudWxsXQ", "WyJ4IiwiXHUwMDAwIl0"})
    void whatIsNoCursorOfThisSortIsAProblem(String cursor) {
        assertThatThrownBy(() -> Cursor.decode("x", 1, cursor))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        ended -> assertThat(ended.problem().parameter()).isEqualTo("cursor"));
    }

    /** A cursor is not signed: whoever writes one of their own gets no further than with parameters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'2026-11-21T10:30:00Z','2026-11-21T10:00:00Z','10','1795255800000'",
                "'2020-01-01T00:00:00Z','2026-11-21T10:00:00Z','10','1795255800000'",
                "'2026-11-21T10:00:00Z','2026-11-21T10:30:00Z','11','1795255800000'",
                "'2026-11-21T10:00:00Z','2026-11-21T10:30:00Z','10','0'",
                "'2026-11-21T10:00:00Z','2026-11-21T10:30:00Z','10','1795255200001'",
                "'2026-11-21T10:00:00Z','2026-11-21T10:30:00Z','10','99999999999999999999'",
                "'+1000000000-01-01T00:00:00Z','+1000000000-01-01T00:01:00Z','10','0'",
                "'soon','later','10','0'"
            })
    void aForgedPlaceIsAProblem(String parts) {
        String json = ("['series-1'," + parts + "]").replace('\'', '"');
        String cursor = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> cursors.decode(cursor)).isInstanceOf(ProblemException.class);
    }
}
