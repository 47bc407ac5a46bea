/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Knows resources again by their bytes: exporters send the same ones for as long as they live. Fixed memory: {@value #PLACES}
 * resources of at most {@value #MAX_BYTES} bytes, two places for each hash. Not thread-safe.
 */
final class ResourceIds {
    /** Longer ones are not remembered. */
    static final int MAX_BYTES = 4096;

    private static final int PLACES_LOG_2 = 17;
    private static final int PLACES = 1 << PLACES_LOG_2;

    private final @Nullable ResourceId[] places = new ResourceId[PLACES];

    /** Who has the bytes of a resource; null if it cannot be known again. */
    @Nullable
    ResourceId of(byte[] bytes, int from, int to) {
        if (from == to) {
            return ResourceId.EMPTY;
        }
        if (to - from > MAX_BYTES) {
            return null;
        }
        long hash = Words.hash(bytes, from, to);
        int place = (int) (hash >>> (Long.SIZE - PLACES_LOG_2));
        ResourceId first = places[place];
        if (first != null && is(first, hash, bytes, from, to)) {
            return first;
        }
        ResourceId second = places[place ^ 1];
        if (second != null && is(second, hash, bytes, from, to)) {
            return second;
        }
        ResourceId made = new ResourceId(Arrays.copyOfRange(bytes, from, to), hash);
        if (first != null) {
            places[place ^ 1] = first;
        }
        places[place] = made;
        return made;
    }

    private static boolean is(ResourceId id, long hash, byte[] bytes, int from, int to) {
        return id.hash() == hash && Arrays.equals(id.bytes(), 0, id.bytes().length, bytes, from, to);
    }
}
