/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.feature;

import static java.util.Objects.requireNonNull;

/**
 * One column of a schema. Immutable.
 *
 * @param name its name in explanations and tables; lower case with underscores
 * @param unit of the observed and the expected figure: {@code bytes}, {@code calls/min}, {@code ms}, {@code share}, {@code count} or empty
 * @param description what it measures, for people
 */
public record Feature(String name, String unit, String description) {
    public Feature {
        requireNonNull(name, "name");
        requireNonNull(unit, "unit");
        requireNonNull(description, "description");
    }
}
