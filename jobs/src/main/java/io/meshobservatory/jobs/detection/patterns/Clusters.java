/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * To which clusters signals and matches belong. A signal belongs to the cluster of either end, so that what goes on from one
 * cluster to the next hangs together in both. Workloads whose cluster nobody tells are a cluster of their own by that: who
 * calls them, or is called by them, shares their signals. A match may so be found in several clusters, and counts in one.
 * Stateless.
 */
final class Clusters {
    private Clusters() {}

    /** The clusters of both ends, without those of hosts outside; if both are outside, that of hosts outside. */
    static NavigableSet<String> of(Signal signal) {
        NavigableSet<String> clusters = new TreeSet<>();
        add(signal.source(), clusters);
        add(signal.destination(), clusters);
        if (clusters.isEmpty()) {
            clusters.add(Node.NOT_APPLICABLE);
        }
        return clusters;
    }

    /**
     * In which of the clusters that know all signals of a match it counts: that of whom its story is about, as the first signal
     * has it, if it is one of them, else the first of them by name.
     *
     * @param signals of a match: at least one, all with one cluster in common
     */
    static String of(AlertKind kind, List<Signal> signals) {
        Signal first = signals.get(0);
        NavigableSet<String> common = of(first);
        for (Signal signal : signals) {
            common.retainAll(of(signal));
        }
        Node destination = first.destination();
        boolean ofVictim = kind == AlertKind.DDOS || isOutside(first.source());
        String home = ofVictim && destination != null && !isOutside(destination)
                ? destination.cluster()
                : first.source().cluster();
        return common.contains(home) ? home : common.first();
    }

    private static void add(@Nullable Node node, NavigableSet<String> clusters) {
        if (node != null && !isOutside(node)) {
            clusters.add(node.cluster());
        }
    }

    private static boolean isOutside(Node node) {
        return node.cluster().equals(Node.NOT_APPLICABLE);
    }
}
