/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

/**
 * The raw training values of one column: its quantiles, in the feature's own unit (NaN if it had no value at all).
 *
 * @param missing rows without a value
 */
public record ColumnSummary(
        double least,
        double percentile1,
        double percentile25,
        double median,
        double percentile75,
        double percentile99,
        double greatest,
        int missing) {

    static ColumnSummary of(double[][] rows, int column) {
        Quantiles values = Quantiles.ofColumn(rows, column);
        return new ColumnSummary(
                values.at(0),
                values.at(0.01),
                values.at(0.25),
                values.median(),
                values.at(0.75),
                values.at(0.99),
                values.at(1),
                rows.length - values.count());
    }
}
