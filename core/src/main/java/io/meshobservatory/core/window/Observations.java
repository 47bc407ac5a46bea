/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Vantage;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each vantage point saw of one edge in one window. Not thread-safe. */
final class Observations {
    private final Map<Vantage, EdgeStats> byVantage = new EnumMap<>(Vantage.class);

    void merge(Vantage vantage, EdgeStats stats) {
        EdgeStats known = byVantage.get(vantage);
        if (known == null) {
            byVantage.put(vantage, stats.copy());
        } else {
            known.merge(stats);
        }
    }

    /** As {@link #merge}, of statistics that nobody else has. */
    void take(Vantage vantage, EdgeStats stats) {
        EdgeStats known = byVantage.putIfAbsent(vantage, stats);
        if (known != null) {
            known.merge(stats);
        }
    }

    int size() {
        return byVantage.size();
    }

    void merge(Observations other) {
        other.byVantage.forEach(this::merge);
    }

    /** What a vantage point saw, null if nothing. */
    @Nullable
    EdgeStats of(Vantage vantage) {
        return byVantage.get(vantage);
    }

    /** Whether no other vantage point saw anything. */
    boolean areOnly(Vantage vantage) {
        return byVantage.size() == (byVantage.containsKey(vantage) ? 1 : 0);
    }

    /** Forgets what was withdrawn altogether, so that nothing of it is named later. */
    void forgetEmpty() {
        byVantage.values().removeIf(EdgeStats::isEmpty);
    }

    boolean isEmpty() {
        return byVantage.isEmpty();
    }
}
