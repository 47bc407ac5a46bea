/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.config;

import java.io.Serializable;

/**
 * How many different names the graph may have. Immutable.
 *
 * @param namesPerCluster how many nodes are let in by each cluster that observes them; at most a quarter of them nodes that
 *     never sent telemetry
 * @param versionsPerNode how many versions of each
 */
public record NameLimits(int namesPerCluster, int versionsPerNode) implements Serializable {
    public NameLimits {
        requireAtLeastOne("names per cluster", namesPerCluster);
        requireAtLeastOne("versions per node", versionsPerNode);
    }

    /** 20,000 names in each cluster, 100 versions of each. */
    public static NameLimits defaults() {
        return new NameLimits(20_000, 100);
    }

    private static void requireAtLeastOne(String what, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(what + ": " + limit + " (expected: at least 1)");
        }
    }
}
