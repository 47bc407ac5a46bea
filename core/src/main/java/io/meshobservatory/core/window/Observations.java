/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Vantage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each vantage point saw of one edge in one window. Not thread-safe. */
final class Observations {
    private static final Vantage[] VANTAGES = Vantage.values();

    private final Map<Vantage, EdgeStats> byVantage = new EnumMap<>(Vantage.class);

    void merge(Vantage vantage, EdgeStats stats) {
        EdgeStats known = byVantage.get(vantage);
        if (known == null) {
            byVantage.put(vantage, stats.copy());
        } else {
            known.merge(stats);
        }
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

    Observations copy() {
        Observations copy = new Observations();
        copy.merge(this);
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(byVantage.size());
        for (Map.Entry<Vantage, EdgeStats> entry : byVantage.entrySet()) {
            out.writeByte(entry.getKey().ordinal());
            entry.getValue().write(out);
        }
    }

    static Observations read(DataInput in) throws IOException {
        Observations observations = new Observations();
        int size = in.readByte();
        for (int i = 0; i < size; i++) {
            observations.byVantage.put(VANTAGES[in.readByte()], EdgeStats.read(in));
        }
        return observations;
    }
}
