/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Edge;
import org.jspecify.annotations.Nullable;

/**
 * One edge in one window: a whole row of the results, replacing any earlier row with the same key (window size, window
 * start, edge). A row with nothing in it says that the row of that key is to be removed: later telemetry showed that none of
 * it was this edge's. Immutable.
 *
 * @param windowSize width of the window
 * @param windowStartMillis its start, milliseconds since the epoch, a multiple of the width
 * @param edge who called whom
 * @param traffic calls, bytes and connections
 * @param security what was observed of mutual TLS
 * @param coverage what traces saw of it
 * @param basis on which telemetry the figures rest
 * @param client latency seen from the client, null where none was measured there
 * @param server latency seen from the server, null where none was measured there
 * @param firstSeenMillis end of the earliest call, milliseconds since the epoch
 * @param lastSeenMillis end of the latest call
 * @param slowestTraceId trace of the slowest recorded call, 32 hexadecimal digits; null where no trace was recorded
 * @param errorTraceId trace of a failed call, null where none was recorded
 */
public record EdgeRow(
        WindowSize windowSize,
        long windowStartMillis,
        Edge edge,
        Traffic traffic,
        Security security,
        Coverage coverage,
        Basis basis,
        @Nullable LatencySummary client,
        @Nullable LatencySummary server,
        long firstSeenMillis,
        long lastSeenMillis,
        @Nullable String slowestTraceId,
        @Nullable String errorTraceId) {
    public EdgeRow {
        requireNonNull(windowSize, "windowSize");
        requireNonNull(edge, "edge");
        requireNonNull(traffic, "traffic");
        requireNonNull(security, "security");
        requireNonNull(coverage, "coverage");
        requireNonNull(basis, "basis");
    }

    /** The row that removes an earlier one. */
    public static EdgeRow removal(WindowSize size, long windowStartMillis, Edge edge) {
        return new EdgeRow(
                size,
                windowStartMillis,
                edge,
                Traffic.NONE,
                Security.NONE,
                Coverage.NONE,
                Basis.NONE,
                null,
                null,
                windowStartMillis,
                windowStartMillis,
                null,
                null);
    }

    /** Whether this row only says that an earlier one is to be removed. */
    public boolean isRemoval() {
        return traffic.isNothing() && coverage.sampledCalls() == 0 && client == null && server == null;
    }

    /** How many calls. */
    public long calls() {
        return traffic.calls();
    }

    /** How many of them failed by the callee. */
    public long errors() {
        return traffic.outcomes().errors();
    }

    /** The first millisecond after the window. */
    public long windowEndMillis() {
        return windowStartMillis + windowSize.millis();
    }
}
