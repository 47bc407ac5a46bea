/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import org.jspecify.annotations.Nullable;

/**
 * What was observed of the protection of an edge in a window. It counts calls, or connections where the edge has no calls,
 * as the place counts them that observed most: they need not add up to the calls of the edge. Immutable.
 *
 * @param mutualTls seen to be under mutual TLS
 * @param plainText seen to be without it
 * @param unobserved of which nothing was observed
 * @param sourcePrincipal the caller's identity (SPIFFE id), null where never told
 * @param destinationPrincipal the callee's identity, null where never told
 */
public record Security(
        long mutualTls,
        long plainText,
        long unobserved,
        @Nullable String sourcePrincipal,
        @Nullable String destinationPrincipal) {
    /** Nothing was observed. */
    public static final Security NONE = new Security(0, 0, 0, null, null);

    /**
     * {@code mutual} where all was seen to be under mutual TLS, {@code plaintext} where all was seen to be without,
     * {@code unknown} where nothing was observed, {@code mixed} otherwise.
     */
    public String mtls() {
        return mtls(mutualTls, plainText, unobserved);
    }

    /** The word of {@link #mtls()} for any counts, as when rows are added up. */
    public static String mtls(long mutualTls, long plainText, long unobserved) {
        if (mutualTls <= 0 && plainText <= 0) {
            return "unknown";
        }
        if (unobserved > 0 || (mutualTls > 0 && plainText > 0)) {
            return "mixed";
        }
        return mutualTls > 0 ? "mutual" : "plaintext";
    }
}
