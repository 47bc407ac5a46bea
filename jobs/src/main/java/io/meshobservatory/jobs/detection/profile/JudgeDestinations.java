/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.jobs.detection.minutes.MinuteLogic;
import io.meshobservatory.jobs.detection.rows.StampedRow;
import io.meshobservatory.models.profile.EdgeMinute;
import io.meshobservatory.models.profile.Prevalence;
import io.meshobservatory.models.profile.PrevalenceBook;
import io.meshobservatory.models.profile.Sighted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the versions of each relation of a destination, judges how common the destination is, and tells both ends of each
 * relation. Keyed by destination; a destination that nobody calls is forgotten.
 */
final class JudgeDestinations implements MinuteLogic<Node, StampedRow, Sighting> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable ValueState<PrevalenceBook> state;

    @Override
    public void open(KeyedStateStore states, MetricGroup metrics) {
        state = states.getState(new ValueStateDescriptor<>("prevalence", ProfileTypes.PREVALENCE_BOOK));
    }

    @Override
    public long minuteOf(StampedRow row) {
        return row.row().windowStartMillis();
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public long onMinute(Node destination, long minuteStartMillis, List<StampedRow> rows, Emission<Sighting> out)
            throws Exception {
        PrevalenceBook book = state.value();
        List<EdgeMinute> edges = edges(rows);
        if (edges.isEmpty()) {
            if (book == null || book.forgettableMillis() <= minuteStartMillis) {
                state.clear();
                return NEVER;
            }
            return book.forgettableMillis();
        }
        if (book == null) {
            book = new PrevalenceBook();
        }
        Prevalence prevalence = book.observe(minuteStartMillis, edges);
        state.update(book);
        for (EdgeMinute edge : edges) {
            Sighted sighted = new Sighted(edge, prevalence);
            out.collect(Sighting.outbound(sighted));
            out.collect(Sighting.inbound(sighted));
        }
        return book.forgettableMillis();
    }

    private static List<EdgeMinute> edges(List<StampedRow> rows) {
        Map<Relation, List<EdgeRow>> byRelation = new TreeMap<>();
        for (StampedRow latest : StampedRow.latest(rows)) {
            EdgeRow row = latest.row();
            if (!row.isRemoval()) {
                byRelation
                        .computeIfAbsent(row.edge().relation(), relation -> new ArrayList<>())
                        .add(row);
            }
        }
        return byRelation.values().stream()
                .map(EdgeMinute::of)
                .filter(edge -> !edge.isNothing())
                .toList();
    }
}
