/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulate;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads moments with their offset: {@code 2026-01-05T08:00:00Z}, {@code 2026-01-05T09:00+01:00}; from 1970 to 2200. */
public final class InstantConverter implements ITypeConverter<Instant> {
    private static final Instant EARLIEST = Instant.EPOCH.plusSeconds(86_400);
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    @Override
    public Instant convert(String value) {
        Instant instant;
        try {
            instant = OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException unreadable) {
            throw new TypeConversionException("'" + value + "' (expected: a moment such as 2026-01-05T08:00:00Z)");
        }
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new TypeConversionException("'" + value + "' (expected: from " + EARLIEST + " to " + LATEST + ")");
        }
        return instant;
    }
}
