/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.jobs.detection.rows.StampedRow;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Tells both ends of a row that they were seen: the destination with the row, the source without, and that once a minute
 * where it can be helped. To tell it again changes nothing; so what was told need not outlive a restart.
 */
final class TellEnds implements FlatMapFunction<StampedRow, SeenNode> {
    private static final long serialVersionUID = 1L;
    private static final int MAX_REMEMBERED = 20_000;

    /** The minute for which each source was told last. */
    private transient @Nullable Map<Node, Long> told;

    @Override
    public void flatMap(StampedRow stamped, Collector<SeenNode> out) {
        out.collect(SeenNode.called(stamped));
        EdgeRow row = stamped.row();
        Node source = row.edge().source();
        if (row.isRemoval() || source.isUnseen()) {
            return;
        }
        if (told == null || told.size() >= MAX_REMEMBERED) {
            told = new HashMap<>();
        }
        Long before = told.put(source, row.windowStartMillis());
        if (before == null || before != row.windowStartMillis()) {
            out.collect(SeenNode.calling(source, row.windowStartMillis()));
        }
    }
}
