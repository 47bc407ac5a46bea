/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.stories;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.story.PatternMatch;
import org.jspecify.annotations.Nullable;

/**
 * What the stories of a cluster hear of: a match or a signal. Immutable.
 *
 * @param cluster the cluster
 * @param match what a pattern found, null if it is a signal
 * @param signal what was noticed, null if it is a match
 */
public record Heard(
        String cluster,
        @Nullable PatternMatch match,
        @Nullable Signal signal) {
    public Heard {
        requireNonNull(cluster, "cluster");
    }
}
