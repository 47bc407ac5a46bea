/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.time;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.http.Problem;
import io.meshobservatory.core.window.WindowSize;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes ranges of the parameters `from`, `to`, `at` and `width`, and chooses the windows that answer for them: the finest
 * that are few enough, and that are not deleted yet. Immutable.
 */
public final class RangeParser {
    /** The parameters of a range with two ends. */
    public static final Set<String> FROM_TO = Set.of("from", "to");

    /** No time of a request is later. */
    public static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private static final Duration DEFAULT_RANGE = Duration.ofMinutes(5);
    private static final Duration DEFAULT_WIDTH = Duration.ofMinutes(1);
    private static final Duration LONGEST_AT_10_SECONDS = Duration.ofMinutes(30);
    private static final Duration LONGEST_AT_1_MINUTE = Duration.ofHours(12);

    /** Nobody keeps rows for less; for older ones it is looked up. */
    private static final Duration SURELY_KEPT = Duration.ofHours(1);

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhd])");
    private static final String INSTANT =
            "an ISO-8601 instant with zone such as 2026-11-21T10:15:00Z, 'now', or a time before now such as -15m"
                    + " (s, m, h, d)";
    private static final String WIDTH = "a duration such as 90s, 5m, 2h or 1d, at least 1s";

    private final Clock clock;
    private final Duration maximum;
    private final DataReach reach;

    /**
     * Makes a parser.
     *
     * @param clock tells what `now` is
     * @param maximum the longest range that is answered
     * @param reach tells which windows are still there
     */
    public RangeParser(Clock clock, Duration maximum, DataReach reach) {
        this.clock = requireNonNull(clock, "clock");
        this.maximum = requireNonNull(maximum, "maximum");
        this.reach = requireNonNull(reach, "reach");
    }

    /**
     * The range between `from` (default: five minutes before the end) and `to` (default: now).
     *
     * @throws io.meshobservatory.api.http.ProblemException if one is malformed, they are in the wrong order, or too far
     *     apart
     */
    public TimeRange fromTo(Parameters parameters) {
        Instant now = clock.instant();
        Instant to = parameters.text("to").map(text -> instant("to", text, now)).orElse(now);
        Instant from = parameters
                .text("from")
                .map(text -> instant("from", text, now))
                .orElseGet(() -> to.minus(DEFAULT_RANGE));
        if (!from.isBefore(to)) {
            throw Problem.badParameters("from", "from: " + from + " is not before to: " + to, "a time before 'to'");
        }
        if (Duration.between(from, to).compareTo(maximum) > 0) {
            throw Problem.badParameters(
                    "from",
                    "from " + from + " to " + to + " is "
                            + Duration.between(from, to).toHours() / 24 + " days",
                    "a range of at most " + maximum.toDays() + " days");
        }
        return TimeRange.aligned(from, to, resolution(from, to, now));
    }

    /** The range that ends `at` a moment and is `width` wide where `at` is given, else that of {@link #fromTo}. */
    public TimeRange fromToOrAt(Parameters parameters) {
        Optional<String> at = parameters.text("at");
        Optional<String> width = parameters.text("width");
        if (at.isEmpty()) {
            if (width.isPresent()) {
                throw Problem.badParameters("width", "width: given without 'at'", "'width' only together with 'at'");
            }
            return fromTo(parameters);
        }
        if (parameters.text("from").isPresent() || parameters.text("to").isPresent()) {
            throw Problem.badParameters(
                    "at", "at: given together with 'from' or 'to'", "either 'at' or 'from' and 'to'");
        }
        Instant now = clock.instant();
        Instant to = instant("at", at.get(), now);
        Duration asked = width.map(RangeParser::width).orElse(DEFAULT_WIDTH);
        if (asked.compareTo(maximum) > 0) {
            throw Problem.badParameter("width", width.orElse(""), "at most " + maximum.toDays() + "d");
        }
        Instant from = to.minus(asked);
        return TimeRange.aligned(from, to, resolution(from, to, now));
    }

    /**
     * A moment, if given.
     *
     * @throws io.meshobservatory.api.http.ProblemException if it is malformed
     */
    public Optional<Instant> moment(Parameters parameters, String name) {
        return parameters.text(name).map(text -> instant(name, text, clock.instant()));
    }

    private WindowSize resolution(Instant from, Instant to, Instant now) {
        Duration length = Duration.between(from, to);
        boolean kept = Duration.between(from, now).compareTo(SURELY_KEPT) <= 0;
        if (length.compareTo(LONGEST_AT_10_SECONDS) <= 0 && (kept || isComplete(WindowSize.TEN_SECONDS, from, to))) {
            return WindowSize.TEN_SECONDS;
        }
        if (length.compareTo(LONGEST_AT_1_MINUTE) <= 0 && (kept || isComplete(WindowSize.ONE_MINUTE, from, to))) {
            return WindowSize.ONE_MINUTE;
        }
        return WindowSize.ONE_HOUR;
    }

    private boolean isComplete(WindowSize table, Instant from, Instant to) {
        TimeRange range = TimeRange.aligned(from, to, table);
        return reach.isComplete(table, range.fromMillis(), range.toMillis());
    }

    private Instant instant(String name, String text, Instant now) {
        if (text.equals("now")) {
            return now;
        }
        if (text.startsWith("-")) {
            Duration back = duration(text.substring(1)).orElseThrow(() -> Problem.badParameter(name, text, INSTANT));
            if (back.compareTo(maximum) > 0) {
                throw Problem.badParameter(name, text, "at most " + maximum.toDays() + " days before now");
            }
            return now.minus(back);
        }
        Instant instant;
        try {
            // in a query string a plus sign stands for a blank, so an offset such as +01:00 arrives with one
            instant = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException malformed) {
            throw Problem.badParameter(name, text, INSTANT);
        }
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
            throw Problem.badParameter(name, text, "a time from 1970 to 9999");
        }
        return instant;
    }

    private static Duration width(String text) {
        return duration(text)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> Problem.badParameter("width", text, WIDTH));
    }

    private static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }
}
