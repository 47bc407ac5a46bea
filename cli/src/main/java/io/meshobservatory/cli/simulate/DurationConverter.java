/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulate;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them: {@code 90s}, {@code 10m}, {@code 1h30m}, {@code 7d}; above 0. */
public final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,5})d)?(?:(\\d{1,7})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

    @Override
    public Duration convert(String value) {
        Matcher parts = FORM.matcher(value);
        Duration duration = Duration.ZERO;
        if (parts.matches()) {
            duration = Duration.ofDays(part(parts, 1))
                    .plusHours(part(parts, 2))
                    .plusMinutes(part(parts, 3))
                    .plusSeconds(part(parts, 4));
        }
        if (duration.isZero()) {
            throw new TypeConversionException("'" + value + "' (expected: a duration such as 90s, 10m, 1h30m or 7d)");
        }
        return duration;
    }

    private static long part(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
