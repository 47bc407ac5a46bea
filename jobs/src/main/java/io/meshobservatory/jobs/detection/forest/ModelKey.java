/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import static java.util.Objects.requireNonNull;

/**
 * Which model. Immutable.
 *
 * @param cluster for whose nodes
 * @param version of the training
 */
public record ModelKey(String cluster, long version) {
    public ModelKey {
        requireNonNull(cluster, "cluster");
    }
}
