/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What went over an edge in a window. Immutable by convention: the maps must not be written to. Where traces are sampled
 * and nothing better is known, counts are estimates.
 *
 * @param calls how many calls
 * @param outcomes how they ended
 * @param responseFlags how many calls carried each of Envoy's response flags
 * @param denials how many calls were refused by policy, by {@link io.meshobservatory.core.telemetry.Exchange#denial}
 * @param operations how many calls asked for each operation, where the operation is told
 * @param requestBytes bytes from source to destination, as far as known
 * @param responseBytes bytes from destination to source, as far as known
 * @param connectionsOpened TCP connections opened
 * @param connectionsClosed TCP connections closed
 */
public record Traffic(
        long calls,
        OutcomeCounts outcomes,
        Map<String, Long> responseFlags,
        Map<String, Long> denials,
        Map<String, Long> operations,
        long requestBytes,
        long responseBytes,
        long connectionsOpened,
        long connectionsClosed) {
    /** Nothing. */
    public static final Traffic NONE = new Traffic(0, OutcomeCounts.NONE, Map.of(), Map.of(), Map.of(), 0, 0, 0, 0);

    public Traffic {
        requireNonNull(outcomes, "outcomes");
        requireNonNull(responseFlags, "responseFlags");
        requireNonNull(denials, "denials");
        requireNonNull(operations, "operations");
    }

    boolean isNothing() {
        return calls == 0
                && requestBytes == 0
                && responseBytes == 0
                && connectionsOpened == 0
                && connectionsClosed == 0;
    }
}
