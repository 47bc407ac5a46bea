/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.models.signal.Signal;

/**
 * A signal on its way to one of the clusters that it belongs to. Immutable.
 *
 * @param cluster to which it goes
 * @param signal what was noticed
 */
public record Routed(String cluster, Signal signal) {
    public Routed {
        requireNonNull(cluster, "cluster");
        requireNonNull(signal, "signal");
    }
}
