/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.models.feature.FeatureVector;
import io.meshobservatory.models.signal.Signal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node noticed in a minute. Immutable.
 *
 * @param signals in their order; bounded by {@link ProfileSettings#maxSignalsPerMinute}
 * @param features for the forest; null where the node had too little traffic, or has too little history
 * @param signalsLimited how many signals were left out because there were too many
 * @param edgesForgotten how many edges were forgotten because there were too many
 * @param deploymentsExplained how many findings were left out because a new version of the node explains them
 */
public record MinuteResult(
        List<Signal> signals,
        @Nullable FeatureVector features,
        int signalsLimited,
        int edgesForgotten,
        int deploymentsExplained) {
    public MinuteResult {
        signals = List.copyOf(signals);
    }
}
