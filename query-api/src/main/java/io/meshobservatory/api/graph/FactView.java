/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.api.store.FactStore;
import io.meshobservatory.api.store.StoredFact;
import io.meshobservatory.core.fact.FactKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fact in the public form.
 *
 * @param windowStart the minute, or the latest one of several
 * @param peer the other side, null where there is none
 * @param fact what it tells
 * @param detail which one, or why; may be empty
 * @param value how much
 */
public record FactView(
        Instant windowStart, NodeRef node, @Nullable NodeRef peer, String fact, String detail, double value) {
    /** A fact of one minute. */
    public static FactView of(StoredFact fact) {
        return of(fact, fact.value());
    }

    /** A fact over several minutes, merged as its kind says; one of a kind that is not known here keeps its latest value. */
    public static FactView of(FactStore.Summary summary) {
        StoredFact newest = summary.fact();
        for (FactKind kind : FactKind.values()) {
            if (kind.label().equals(newest.fact())) {
                return of(
                        newest,
                        switch (kind.merging()) {
                            case SUM -> summary.sum();
                            case MAX -> summary.greatest();
                            case MIN -> summary.least();
                            case LAST -> newest.value();
                        });
            }
        }
        return of(newest, newest.value());
    }

    private static FactView of(StoredFact fact, double value) {
        return new FactView(
                Instant.ofEpochMilli(fact.windowStartMillis()),
                NodeRef.of(fact.node()),
                fact.peer() == null ? null : NodeRef.of(fact.peer()),
                fact.fact(),
                fact.detail(),
                value);
    }
}
