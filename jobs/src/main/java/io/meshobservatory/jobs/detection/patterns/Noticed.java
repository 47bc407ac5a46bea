/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.models.signal.Signal;

/**
 * A signal on its way into the patterns. Immutable.
 *
 * @param cluster whose stories it may be part of: that of either end
 * @param signal what was noticed
 * @param rank its place among the signals of its minute, causes before effects
 * @param crowd how many sources of the cluster showed the like lately
 */
public record Noticed(String cluster, Signal signal, int rank, int crowd) {
    public Noticed {
        requireNonNull(cluster, "cluster");
        requireNonNull(signal, "signal");
    }
}
