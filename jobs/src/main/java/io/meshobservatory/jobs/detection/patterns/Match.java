/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.models.story.PatternMatch;

/**
 * What a pattern found in a cluster. Immutable.
 *
 * @param cluster the cluster
 * @param match the signals and what they mean
 */
public record Match(String cluster, PatternMatch match) {
    public Match {
        requireNonNull(cluster, "cluster");
        requireNonNull(match, "match");
    }
}
