/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import java.util.List;

/**
 * What a model was made from.
 *
 * @param settings trees, rows per tree, seed
 * @param rows how many rows there were
 * @param missingValues how many of their values were missing
 * @param maxDepth where trees were cut
 * @param trainedAtMillis event time, since the epoch
 * @param scores of the training rows
 * @param columns in the order of the schema
 */
public record TrainingSummary(
        ForestSettings settings,
        int rows,
        long missingValues,
        int maxDepth,
        long trainedAtMillis,
        ScoreSummary scores,
        List<ColumnSummary> columns) {
    public TrainingSummary {
        columns = List.copyOf(columns);
    }
}
