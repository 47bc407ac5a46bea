/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import java.util.Map;
import java.util.TreeMap;

/** What the services counted themselves. Thread-safe. */
final class CallCounts {
    /** Calls and failures of one edge. */
    record Count(long calls, long errors) {}

    private final Map<String, Count> counts = new TreeMap<>();

    synchronized void add(String source, String destination, boolean failed) {
        counts.merge(
                source + " -> " + destination,
                new Count(1, failed ? 1 : 0),
                (a, b) -> new Count(a.calls() + b.calls(), a.errors() + b.errors()));
    }

    synchronized Map<String, Count> get() {
        return new TreeMap<>(counts);
    }
}
