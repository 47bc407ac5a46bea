/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Traffic;
import java.util.Map;
import java.util.TreeMap;

/** What went over an edge in several windows. Not thread-safe. */
final class TrafficSum {
    private final Map<String, Long> responseFlags = new TreeMap<>();
    private final Map<String, Long> denials = new TreeMap<>();
    private final Map<String, Long> operations = new TreeMap<>();
    private OutcomeCounts outcomes = OutcomeCounts.NONE;
    private long calls;
    private long requestBytes;
    private long responseBytes;
    private long connectionsOpened;
    private long connectionsClosed;

    void add(Traffic traffic) {
        calls += traffic.calls();
        outcomes = outcomes.plus(traffic.outcomes());
        traffic.responseFlags().forEach((flag, count) -> responseFlags.merge(flag, count, Long::sum));
        traffic.denials().forEach((denial, count) -> denials.merge(denial, count, Long::sum));
        traffic.operations().forEach((operation, count) -> operations.merge(operation, count, Long::sum));
        requestBytes += traffic.requestBytes();
        responseBytes += traffic.responseBytes();
        connectionsOpened += traffic.connectionsOpened();
        connectionsClosed += traffic.connectionsClosed();
    }

    /** The sum so far; shares the maps. */
    Traffic total() {
        return new Traffic(
                calls,
                outcomes,
                responseFlags,
                denials,
                operations,
                requestBytes,
                responseBytes,
                connectionsOpened,
                connectionsClosed);
    }
}
