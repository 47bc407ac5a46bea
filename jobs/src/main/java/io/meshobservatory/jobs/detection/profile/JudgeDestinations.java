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
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the versions of each relation of a destination, judges how common the destination is and how long it is known, and
 * tells both ends of each relation. Keyed by node; one that neither calls nor is called is forgotten.
 */
final class JudgeDestinations implements MinuteLogic<Node, SeenNode, Sighting> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable ValueState<PrevalenceBook> state;

    @Override
    public void open(KeyedStateStore states, MetricGroup metrics) {
        state = states.getState(new ValueStateDescriptor<>("prevalence", ProfileTypes.PREVALENCE_BOOK));
    }

    @Override
    public long minuteOf(SeenNode seen) {
        return seen.minuteStartMillis();
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public long onMinute(Node node, long minuteStartMillis, List<SeenNode> seen, Emission<Sighting> out)
            throws Exception {
        PrevalenceBook book = state.value();
        if (seen.isEmpty()) {
            if (book == null || book.forgettableMillis() <= minuteStartMillis) {
                state.clear();
                return NEVER;
            }
            return book.forgettableMillis();
        }
        if (book == null) {
            book = new PrevalenceBook();
        }
        boolean changed = seen.stream().anyMatch(one -> one.row() == null) && book.observeCalling(minuteStartMillis);
        List<EdgeMinute> edges = edges(seen);
        if (!edges.isEmpty()) {
            Prevalence prevalence = book.observe(minuteStartMillis, edges);
            for (EdgeMinute edge : edges) {
                Sighted sighted = new Sighted(edge, prevalence);
                out.collect(Sighting.outbound(sighted));
                out.collect(Sighting.inbound(sighted));
            }
            changed = true;
        }
        if (changed) {
            state.update(book);
        }
        return book.forgettableMillis();
    }

    private static List<EdgeMinute> edges(List<SeenNode> seen) {
        Map<Relation, List<EdgeRow>> byRelation = new TreeMap<>();
        List<StampedRow> rows =
                seen.stream().map(SeenNode::row).filter(Objects::nonNull).toList();
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
