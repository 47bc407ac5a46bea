/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Edge;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One edge in one window: a whole row of the results, replacing any earlier row with the same key (window size, window
 * start, edge). A row with no calls says that the row of that key is to be removed: late spans showed that none of its
 * calls was this edge's.
 *
 * @param windowSize width of the window
 * @param windowStartMillis its start, milliseconds since the epoch, a multiple of the width
 * @param edge who called whom
 * @param calls how many calls
 * @param errors how many of them failed by the callee: the sum of the four classes that follow
 * @param errorsHttp5xx HTTP status 500 and above
 * @param errorsGrpc failures by gRPC status
 * @param errorsNoResponse no response seen by the proxy
 * @param errorsStatus span status ERROR without a protocol status
 * @param rejectedHttp4xx refused with HTTP 4xx (not errors)
 * @param rejectedGrpc refused with another gRPC status (not errors)
 * @param faultsInjected ended by an injected fault (not errors)
 * @param responseFlags how many calls carried each of Envoy's response flags
 * @param requestBytes sum of the known request body sizes
 * @param responseBytes sum of the known response body sizes
 * @param client latency seen from the client, null where no call was measured there
 * @param server latency seen from the server, null where no call was measured there
 * @param mutualTlsCalls how many calls carried both identities of a mutual TLS connection
 * @param sourcePrincipal the caller's identity, null where never told
 * @param destinationPrincipal the callee's identity, null where never told
 * @param firstSeenMillis end of the earliest call, milliseconds since the epoch
 * @param lastSeenMillis end of the latest call
 * @param slowestTraceId trace of the slowest call, 32 hexadecimal digits; null only in a row with no calls
 * @param errorTraceId trace of a failed call, null where none failed
 */
public record EdgeRow(
        WindowSize windowSize,
        long windowStartMillis,
        Edge edge,
        long calls,
        long errors,
        long errorsHttp5xx,
        long errorsGrpc,
        long errorsNoResponse,
        long errorsStatus,
        long rejectedHttp4xx,
        long rejectedGrpc,
        long faultsInjected,
        Map<String, Long> responseFlags,
        long requestBytes,
        long responseBytes,
        @Nullable LatencySummary client,
        @Nullable LatencySummary server,
        long mutualTlsCalls,
        @Nullable String sourcePrincipal,
        @Nullable String destinationPrincipal,
        long firstSeenMillis,
        long lastSeenMillis,
        @Nullable String slowestTraceId,
        @Nullable String errorTraceId) {
    public EdgeRow {
        requireNonNull(windowSize, "windowSize");
        requireNonNull(edge, "edge");
        requireNonNull(responseFlags, "responseFlags");
    }

    /** Whether this row only says that an earlier one is to be removed. */
    public boolean isRemoval() {
        return calls == 0;
    }

    /** The first millisecond after the window. */
    public long windowEndMillis() {
        return windowStartMillis + windowSize.millis();
    }

    /** {@code mutual} where every call was seen to be, {@code mixed} where some were, {@code unknown} where none was observed. */
    public String mtls() {
        return mtls(mutualTlsCalls, calls);
    }

    /** The word of {@link #mtls()} for any number of calls, as when rows are added up. */
    public static String mtls(long mutualTlsCalls, long calls) {
        if (mutualTlsCalls == 0) {
            return "unknown";
        }
        return mutualTlsCalls == calls ? "mutual" : "mixed";
    }
}
