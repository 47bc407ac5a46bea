/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import org.jspecify.annotations.Nullable;

/**
 * Remembers how values that come again and again are encoded. A table of fixed size with two places for each hash: a value that
 * finds both taken takes the one of the older, so that names that never come again cost no memory. Not thread-safe.
 */
final class EncodedTexts {
    private static final int PLACES_LOG_2 = 17;

    private final @Nullable Text[] places = new Text[1 << PLACES_LOG_2];

    /** The text of a workload, a node or a string. */
    Text of(Object value) {
        int place = value.hashCode() * 0x9E3779B9 >>> (Integer.SIZE - PLACES_LOG_2);
        Text first = places[place];
        if (first != null && is(first, value)) {
            return first;
        }
        Text second = places[place ^ 1];
        if (second != null && is(second, value)) {
            return second;
        }
        Text made = Text.of(value);
        if (first != null) {
            places[place ^ 1] = first;
        }
        places[place] = made;
        return made;
    }

    private static boolean is(Text text, Object value) {
        return text.value() == value || text.value().equals(value);
    }
}
