/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.incident;

import io.meshobservatory.cli.simulator.ScenarioException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An attack or fault as it is asked for: {@code NAME[:STRENGTH][@START[+DURATION]][,key=value...]}. Immutable.
 *
 * @param name what happens, in capitals
 * @param strength empty if not told
 * @param offset when it begins, from the begin of the simulation; null if told otherwise or not at all
 * @param at when it begins; likewise
 * @param length how long it takes; null if not told
 * @param options what else is told
 */
public record SpecText(
        String name,
        String strength,
        @Nullable Duration offset,
        @Nullable Instant at,
        @Nullable Duration length,
        Map<String, String> options) {
    /** The options that there are. */
    public static final List<String> OPTIONS = List.of("source", "destination", "variant");

    private static final double DEFAULT_START = 0.25;
    private static final String FORM =
            "NAME[:STRENGTH][@START[+DURATION]][,source=...][,destination=...][,variant=...]";
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,5})d)?(?:(\\d{1,7})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");
    private static final Pattern SPEC =
            Pattern.compile("([A-Za-z_-]+)(?::([A-Za-z]+))?(?:@([^,+]+)(?:\\+([^,]+))?)?((?:,[^,=]+=[^,=]+)*)");

    public SpecText {
        options = Map.copyOf(options);
    }

    /**
     * Reads it.
     *
     * @throws ScenarioException if it has another form
     */
    public static SpecText parse(String text) throws ScenarioException {
        Matcher spec = SPEC.matcher(text.strip());
        if (!spec.matches()) {
            throw new ScenarioException("'" + text + "' (expected: " + FORM + ")");
        }
        Map<String, String> options = new LinkedHashMap<>();
        String tail = spec.group(5);
        for (String option :
                tail.isEmpty() ? List.<String>of() : List.of(tail.substring(1).split(",", -1))) {
            int equals = option.indexOf('=');
            String key = option.substring(0, equals).strip();
            if (!OPTIONS.contains(key)) {
                throw new ScenarioException(
                        text + ": '" + key + "' (expected: one of " + String.join(", ", OPTIONS) + ")");
            }
            if (options.put(key, option.substring(equals + 1).strip()) != null) {
                throw new ScenarioException(text + ": '" + key + "' twice (expected: once)");
            }
        }
        String start = spec.group(3);
        Duration offset = start == null ? null : duration(start);
        Instant at = start == null || offset != null ? null : instant(text, start);
        String length = spec.group(4);
        Duration told = length == null ? null : duration(length);
        if (length != null && (told == null || told.isZero())) {
            throw new ScenarioException(
                    text + ": '" + length + "' (expected: a duration such as 90s, 10m, 1h30m or 7d)");
        }
        String strength = spec.group(2) == null ? "" : spec.group(2);
        return new SpecText(name(spec.group(1)), strength, offset, at, told, options);
    }

    /** A name in capitals with underscores. */
    public static String name(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** An option, null if it is not told. */
    public @Nullable String option(String key) {
        return options.get(key);
    }

    /**
     * When it happens in a simulation: where no begin is told, after a quarter of it; cut off at its end.
     *
     * @param usual how long it takes where that is not told
     * @throws ScenarioException if it begins outside the simulation
     */
    public Period period(Period simulation, Duration usual) throws ScenarioException {
        Instant begin = simulation.from();
        if (at != null) {
            begin = at;
        } else if (offset != null) {
            begin = begin.plus(offset);
        } else {
            begin = simulation.part(DEFAULT_START, 1).from();
        }
        if (begin.isBefore(simulation.from()) || !begin.isBefore(simulation.until())) {
            throw new ScenarioException(name + ": begins at " + begin + " (expected: from " + simulation.from()
                    + " to before " + simulation.until() + ")");
        }
        Instant end = begin.plus(length == null ? usual : length);
        return new Period(begin, end.isAfter(simulation.until()) ? simulation.until() : end);
    }

    private static @Nullable Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return null;
        }
        return Duration.ofDays(part(parts, 1))
                .plusHours(part(parts, 2))
                .plusMinutes(part(parts, 3))
                .plusSeconds(part(parts, 4));
    }

    private static long part(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static Instant instant(String spec, String text) throws ScenarioException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException unreadable) {
            throw new ScenarioException(
                    spec + ": '" + text + "' (expected: how long after the begin, as 10m or 2h, or an instant such as"
                            + " 2026-01-05T02:00:00Z)",
                    unreadable);
        }
    }
}
