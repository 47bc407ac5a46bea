/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How common a destination is over the whole mesh, as of a minute. Immutable.
 *
 * @param sources how many different nodes called it lately, this minute included; at least 1; bounded by
 *     {@link PrevalenceBook#MAX_SOURCES}
 * @param firstSeenMillis when it was called first by anybody, or called somebody, milliseconds since the epoch
 * @param peerBytesPerMinute what a caller usually sends it in a minute in which it calls it, bytes; NaN while not known
 * @param peerBytesScale how much that differs between callers and minutes, as the scale of its natural logarithm; NaN while not known
 * @param callsPerMinute how many calls it usually gets in a minute, from all together; NaN while not known
 * @param displaced principals that called it this minute from where they never came, though they have had another place for long
 */
public record Prevalence(
        int sources,
        long firstSeenMillis,
        double peerBytesPerMinute,
        double peerBytesScale,
        double callsPerMinute,
        List<DisplacedPrincipal> displaced) {
    public Prevalence {
        displaced = List.copyOf(requireNonNull(displaced, "displaced"));
    }
}
