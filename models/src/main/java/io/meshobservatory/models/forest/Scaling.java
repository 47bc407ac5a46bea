/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import java.util.List;

/**
 * How raw rows become what the trees see: per column a transform and robust standardisation, learned from the
 * training rows and part of the model. A value that is missing (NaN) or infinite becomes 0, which is the median.
 *
 * @param columns in the order of the schema
 */
public record Scaling(List<ColumnScaling> columns) {
    public Scaling {
        columns = List.copyOf(columns);
    }

    /**
     * Writes the standardised row, which is finite throughout, into a second array.
     *
     * @param raw one value per column, in the features' own units; may be NaN or infinite
     * @param standardised as long; overwritten
     * @return how many values were missing
     * @throws IllegalArgumentException if the lengths differ from the number of columns
     */
    public int apply(double[] raw, double[] standardised) {
        if (raw.length != columns.size() || standardised.length != columns.size()) {
            throw new IllegalArgumentException("row of " + raw.length + " values into " + standardised.length
                    + " (expected: " + columns.size() + ")");
        }
        int missing = 0;
        for (int i = 0; i < raw.length; i++) {
            if (Double.isFinite(raw[i])) {
                standardised[i] = columns.get(i).standardise(raw[i]);
            } else {
                standardised[i] = 0;
                missing++;
            }
        }
        return missing;
    }
}
