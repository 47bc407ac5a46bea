/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import static java.util.Objects.requireNonNull;

/**
 * A figure of the evidence beside what was expected. Immutable.
 *
 * @param feature what was measured, a name of the feature schema
 * @param observed what was seen, in the unit
 * @param expected what is usual there at that time; NaN where nothing was ever seen, as for a new edge
 * @param unit {@code bytes}, {@code calls}, {@code calls/min}, {@code ms}, {@code share}, {@code count}, {@code s}, or empty
 * @param share how much of the score this figure accounts for, 0 to 1; NaN where no model was asked
 */
public record Measure(String feature, double observed, double expected, String unit, double share) {
    public Measure {
        requireNonNull(feature, "feature");
        requireNonNull(unit, "unit");
    }

    /** A figure that no model weighed. */
    public static Measure of(String feature, double observed, double expected, String unit) {
        return new Measure(feature, observed, expected, unit, Double.NaN);
    }
}
