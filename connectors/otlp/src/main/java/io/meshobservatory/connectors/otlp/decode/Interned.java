/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.HashMap;
import java.util.Map;

/**
 * Gives one object for all that are equal, as long as there are not more than {@value #MAX_KEPT}; past that it begins anew.
 * What comes after can then tell by identity what it has seen. Not thread-safe.
 *
 * @param <T> an immutable type with equality by content
 */
final class Interned<T> {
    private static final int MAX_KEPT = 200_000;

    private final Map<T, T> kept = new HashMap<>();

    T of(T object) {
        T known = kept.get(object);
        if (known != null) {
            return known;
        }
        if (kept.size() >= MAX_KEPT) {
            kept.clear();
        }
        kept.put(object, object);
        return object;
    }
}
