/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.http.ProblemException;
import io.meshobservatory.core.window.WindowSize;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeParserTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:07Z");

    private final RangeParser ranges = parser((table, from, to) -> true);

    @Test
    void withoutParametersItIsTheLastFiveMinutes() {
        TimeRange range = range("");

        assertThat(range.requestedFrom()).isEqualTo(NOW.minusSeconds(300));
        assertThat(range.requestedTo()).isEqualTo(NOW);
        assertThat(range.resolution()).isEqualTo(WindowSize.TEN_SECONDS);
        assertThat(Instant.ofEpochMilli(range.fromMillis())).isEqualTo("2026-11-21T10:15:00Z");
        assertThat(Instant.ofEpochMilli(range.toMillis())).isEqualTo("2026-11-21T10:20:10Z");
    }

    @ParameterizedTest
    @CsvSource({
        "from=-30m, TEN_SECONDS",
        "from=-1801s, ONE_MINUTE",
        "from=-12h, ONE_MINUTE",
        "from=-13h, ONE_HOUR",
        "from=-400d, ONE_HOUR",
        "from=2026-11-21T10:00:00Z&to=2026-11-21T10:10:00Z, TEN_SECONDS",
        "from=2026-11-21T11:00:00%2B01:00&to=now, TEN_SECONDS",
        "from=2026-11-21T11:00:00+01:00, TEN_SECONDS",
        "at=2026-10-01T00:00:00Z, TEN_SECONDS",
        "at=-1h&width=2h, ONE_MINUTE"
    })
    void longerRangesAreAnsweredFromWiderWindows(String query, WindowSize expected) {
        assertThat(range(query).resolution()).isEqualTo(expected);
    }

    /** After two days the rows of 10 s are deleted, after thirty those of a minute. */
    @Test
    void whereFineWindowsAreDeletedWiderOnesAnswer() {
        RangeParser withoutTenSeconds = parser((table, from, to) -> table != WindowSize.TEN_SECONDS);
        RangeParser withHoursOnly = parser((table, from, to) -> false);

        assertThat(withoutTenSeconds.fromToOrAt(parameters("at=-3d")).resolution())
                .isEqualTo(WindowSize.ONE_MINUTE);
        assertThat(withHoursOnly.fromToOrAt(parameters("at=-60d")).resolution()).isEqualTo(WindowSize.ONE_HOUR);
        assertThat(withHoursOnly.fromToOrAt(parameters("from=-5m")).resolution())
                .as("what is younger than an hour is never deleted")
                .isEqualTo(WindowSize.TEN_SECONDS);
    }

    @Test
    void aMomentIsTheWindowThatEndsThere() {
        TimeRange range = range("at=2026-11-21T09:00:00Z&width=90s");

        assertThat(range.requestedFrom()).isEqualTo("2026-11-21T08:58:30Z");
        assertThat(range.requestedTo()).isEqualTo("2026-11-21T09:00:00Z");
    }

    /** A range between two milliseconds is narrower than the clock of the rows; it is still a range. */
    @Test
    void theNarrowestRangeIsOneWindow() {
        TimeRange range = range("from=2026-11-21T10:00:00.0000001Z&to=2026-11-21T10:00:00.0000002Z");

        assertThat(range.toMillis() - range.fromMillis()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "from=2026-11-21",
                "from=2026-11-21T10:00:00",
                "from=-15x",
                "from=-",
                "from=--5m",
                "from=-401d",
                "from=-99999999999s",
                "from=1969-12-31T23:59:59Z",
                "to=10000-01-01T00:00:00Z",
                "to=+1000000000-12-31T23:59:59Z",
                "from=now",
                "from=-5m&to=-10m",
                "from=2020-01-01T00:00:00Z",
                "at=soon",
                "at=now&from=-5m",
                "at=now&to=now",
                "at=now&width=0s",
                "at=now&width=-1m",
                "at=now&width=401d",
                "width=1m"
            })
    void whatIsNoRangeIsAProblemThatNamesTheParameter(String query) {
        assertThatThrownBy(() -> range(query)).isInstanceOfSatisfying(ProblemException.class, ended -> {
            assertThat(ended.problem().parameter()).isIn("from", "to", "at", "width");
            assertThat(ended.problem().expected()).isNotBlank();
        });
    }

    private TimeRange range(String query) {
        return ranges.fromToOrAt(parameters(query));
    }

    private static RangeParser parser(DataReach reach) {
        return new RangeParser(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofDays(400), reach);
    }

    private static Parameters parameters(String query) {
        return Parameters.forRequest(
                ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/?" + query)),
                Set.of("from", "to", "at", "width"));
    }
}
