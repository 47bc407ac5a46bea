/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.forest;

import java.util.List;

/**
 * A table with labels.
 *
 * @param features names of the columns
 * @param rows values in the order of the features; NaN where one is missing
 * @param anomalous for each row, whether it is labelled an anomaly; some are and some are not
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared
public record LabelledTable(List<String> features, double[][] rows, boolean[] anomalous) {
    public LabelledTable {
        features = List.copyOf(features);
        if (rows.length != anomalous.length) {
            throw new IllegalArgumentException(
                    rows.length + " rows, " + anomalous.length + " labels (expected: as many)");
        }
        int anomalies = count(anomalous);
        if (anomalies == 0 || anomalies == rows.length) {
            throw new IllegalArgumentException(
                    rows.length + " rows, " + anomalies + " of them anomalies (expected: rows of both classes)");
        }
    }

    /** How many rows are labelled anomalies. */
    public int anomalies() {
        return count(anomalous);
    }

    private static int count(boolean[] anomalous) {
        int count = 0;
        for (boolean anomaly : anomalous) {
            count += anomaly ? 1 : 0;
        }
        return count;
    }
}
