/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.store.StoredFact;
import io.meshobservatory.api.time.TimeRange;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.WindowSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cursors of facts: the range of the first page, and the key of the last fact that was answered. Immutable. */
public final class FactCursor {
    private static final String SORT = "facts-1";
    private static final int PARTS = 13;

    private final Duration maximum;

    /**
     * Makes the cursors.
     *
     * @param maximum the longest range
     */
    public FactCursor(Duration maximum) {
        this.maximum = requireNonNull(maximum, "maximum");
    }

    /**
     * A place in a range.
     *
     * @param range whole minutes
     * @param after the last fact before it, null at the start; its value counts for nothing
     */
    record Position(TimeRange range, @Nullable StoredFact after) {
        static Position first(TimeRange range) {
            return new Position(
                    TimeRange.aligned(range.requestedFrom(), range.requestedTo(), WindowSize.ONE_MINUTE), null);
        }
    }

    String encode(TimeRange range, StoredFact last) {
        List<String> parts = new ArrayList<>(PARTS);
        parts.add(range.requestedFrom().toString());
        parts.add(range.requestedTo().toString());
        parts.add(Long.toString(last.windowStartMillis()));
        add(parts, last.node());
        parts.add(last.fact());
        parts.add(last.detail());
        add(parts, last.peer());
        return Cursor.encode(SORT, parts);
    }

    Position decode(String cursor) {
        List<String> parts = Cursor.decode(SORT, PARTS, cursor);
        RangeInCursor requested = RangeInCursor.decode(parts.get(0), parts.get(1), maximum, cursor);
        TimeRange range = TimeRange.aligned(requested.from(), requested.to(), WindowSize.ONE_MINUTE);
        long start;
        try {
            start = Long.parseLong(parts.get(2));
        } catch (NumberFormatException malformed) {
            throw Cursor.bad(cursor);
        }
        if (start < range.fromMillis() || start >= range.toMillis()) {
            throw Cursor.bad(cursor);
        }
        boolean noPeer = parts.subList(9, PARTS).stream().allMatch(String::isEmpty);
        StoredFact after = new StoredFact(
                start,
                node(parts.subList(3, 7), cursor),
                noPeer ? null : node(parts.subList(9, PARTS), cursor),
                parts.get(7),
                parts.get(8),
                0);
        return new Position(range, after);
    }

    private static void add(List<String> parts, @Nullable Node node) {
        parts.add(node == null ? "" : node.cluster());
        parts.add(node == null ? "" : node.namespace());
        parts.add(node == null ? "" : node.name());
        parts.add(node == null ? "" : node.kind().name());
    }

    private static Node node(List<String> parts, String cursor) {
        NodeKind kind = Arrays.stream(NodeKind.values())
                .filter(candidate -> candidate.name().equals(parts.get(3)))
                .findAny()
                .orElseThrow(() -> Cursor.bad(cursor));
        return new Node(parts.get(0), parts.get(1), parts.get(2), kind);
    }
}
