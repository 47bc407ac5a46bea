/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.score;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.Node;
import java.util.List;

/**
 * What the model said of one node in one minute. Kept for the unusual minutes; {@link ScoreMinute} tells of all. Immutable.
 *
 * @param windowStartMillis start of the minute, milliseconds since the epoch
 * @param node whom it is about
 * @param modelVersion the model that said it
 * @param rawScore of the forest, 0 to 1
 * @param score calibrated, 0 to 1; comparable between models
 * @param signalled whether it was told on, since enough of the latest minutes were as unusual
 * @param measures what made it so, the weightiest first; perhaps none
 */
public record ScoreRow(
        long windowStartMillis,
        Node node,
        long modelVersion,
        double rawScore,
        double score,
        boolean signalled,
        List<Measure> measures) {
    public ScoreRow {
        requireNonNull(node, "node");
        measures = List.copyOf(measures);
    }
}
