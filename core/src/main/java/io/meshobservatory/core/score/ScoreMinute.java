/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.score;

import static java.util.Objects.requireNonNull;

/**
 * How the scores of all nodes of one cluster were spread in one minute. Immutable.
 *
 * @param windowStartMillis start of the minute, milliseconds since the epoch
 * @param cluster whose nodes
 * @param modelVersion the model that scored them
 * @param scored how many nodes were scored, at least 1
 * @param signalled of how many of them was told
 * @param p50 median of the calibrated scores, 0 to 1
 * @param p99 99th percentile
 * @param max greatest
 */
public record ScoreMinute(
        long windowStartMillis,
        String cluster,
        long modelVersion,
        long scored,
        long signalled,
        double p50,
        double p99,
        double max) {
    public ScoreMinute {
        requireNonNull(cluster, "cluster");
    }
}
