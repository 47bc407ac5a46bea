/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up the facts of all minutes: of each kind and detail about each node one remains. */
final class FactTotals {
    private static final Comparator<FactRow> ORDER = Comparator.comparing(FactRow::node)
            .thenComparing(FactRow::kind)
            .thenComparing(FactRow::peer, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(FactRow::detail);

    private FactTotals() {}

    static List<FactRow> of(Collection<FactRow> rows) {
        // the last row of a minute replaces those before
        Map<MinuteKey, FactRow> minutes = new HashMap<>();
        rows.forEach(row -> minutes.put(new MinuteKey(Key.of(row), row.windowStartMillis()), row));
        Map<Key, FactRow> totals = new HashMap<>();
        minutes.values().stream()
                .sorted(Comparator.comparingLong(FactRow::windowStartMillis))
                .forEach(row -> totals.merge(Key.of(row), row, FactTotals::merge));
        return totals.values().stream().sorted(ORDER).toList();
    }

    private static FactRow merge(FactRow earlier, FactRow later) {
        double value = switch (later.kind().merging()) {
            case SUM -> earlier.value() + later.value();
            case MAX -> Math.max(earlier.value(), later.value());
            case MIN -> Math.min(earlier.value(), later.value());
            case LAST -> later.value();
        };
        return new FactRow(
                earlier.windowStartMillis(), later.node(), later.peer(), later.kind(), later.detail(), value);
    }

    private record Key(Node node, @Nullable Node peer, FactKind kind, String detail) {
        static Key of(FactRow row) {
            return new Key(row.node(), row.peer(), row.kind(), row.detail());
        }
    }

    private record MinuteKey(Key key, long windowStartMillis) {}
}
