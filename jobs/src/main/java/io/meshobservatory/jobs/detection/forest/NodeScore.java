/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import static java.util.Objects.requireNonNull;

/**
 * How unusual a node of a cluster was in a minute, for the summary of the cluster. Immutable.
 *
 * @param cluster the cluster
 * @param minuteStartMillis the beginning of the minute, milliseconds since the epoch
 * @param modelVersion which model says so
 * @param score calibrated, 0 to 1
 * @param signalled whether it was told
 */
public record NodeScore(String cluster, long minuteStartMillis, long modelVersion, double score, boolean signalled) {
    public NodeScore {
        requireNonNull(cluster, "cluster");
    }
}
