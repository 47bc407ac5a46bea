/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.random.SplitMix64;

/** Seeds and identities: functions of what they are for, the same in every run. Stateless. */
final class Chance {
    private Chance() {}

    /** The seed of a training. */
    static long seed(long configured, String cluster, long version) {
        return SplitMix64.mix(SplitMix64.mix(configured ^ text(cluster)) ^ version);
    }

    /** What tells the minute of a node from all others. */
    static long identity(Node node, long minuteStartMillis) {
        long hash = text(node.cluster());
        hash = SplitMix64.mix(hash ^ text(node.namespace()));
        hash = SplitMix64.mix(hash ^ text(node.name()));
        hash = SplitMix64.mix(hash ^ node.kind().ordinal());
        return SplitMix64.mix(hash ^ minuteStartMillis);
    }

    private static long text(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = SplitMix64.mix(hash ^ text.charAt(i));
        }
        return hash;
    }
}
