/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;

/** To which cluster a signal belongs: that of who did it, or if that is outside, that of whom it was done to. Stateless. */
final class Clusters {
    private Clusters() {}

    static String of(Signal signal) {
        Node destination = signal.destination();
        String cluster = signal.source().cluster();
        return isCluster(cluster) || destination == null || !isCluster(destination.cluster())
                ? cluster
                : destination.cluster();
    }

    private static boolean isCluster(String cluster) {
        return !cluster.equals(Node.NOT_APPLICABLE) && !cluster.equals(Node.UNKNOWN_NAME);
    }
}
