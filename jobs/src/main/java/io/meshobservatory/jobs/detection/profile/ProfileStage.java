/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.jobs.detection.minutes.PerMinute;
import io.meshobservatory.jobs.detection.minutes.PerMinuteUnderControl;
import io.meshobservatory.jobs.detection.minutes.Settling;
import io.meshobservatory.jobs.detection.rows.RowDrop;
import io.meshobservatory.jobs.detection.rows.RowTypes;
import io.meshobservatory.jobs.detection.rows.StampRows;
import io.meshobservatory.jobs.detection.rows.StampedRow;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.models.feature.FeatureVector;
import io.meshobservatory.models.profile.ProfileSettings;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.story.Control;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From rows to what nodes notice.
 *
 * @param signals what was noticed, with the time at which its minute has settled
 * @param features what the forest looks at, likewise
 * @param drops rows that were not taken
 */
public record ProfileStage(DataStream<Signal> signals, DataStream<FeatureVector> features, DataStream<RowDrop> drops) {
    /** Adds the stage. */
    public static ProfileStage define(
            DataStream<EdgeRow> edges,
            DataStream<FactRow> facts,
            DataStream<Control> control,
            Settling settling,
            ProfileSettings settings) {
        SingleOutputStreamOperator<StampedRow> rows = edges.process(new StampRows(settling), RowTypes.STAMPED_ROW)
                .uid("stamp-rows")
                .name("stamp rows");
        DataStream<Sighting> relations = rows.flatMap(new TellEnds(), ProfileTypes.SEEN_NODE)
                .uid("tell-ends")
                .name("tell ends")
                .keyBy(new BySeenNode(), Types.NODE)
                .transform(
                        "judge destinations",
                        ProfileTypes.SIGHTING,
                        new PerMinute<>(settling, ProfileTypes.SEEN_NODE, new JudgeDestinations()))
                .uid("judge-destinations");
        SingleOutputStreamOperator<Sighting> told = facts.process(new StampFacts(settling), ProfileTypes.SIGHTING)
                .uid("stamp-facts")
                .name("stamp facts");
        SingleOutputStreamOperator<Signal> signals = relations
                .union(told)
                .keyBy(new ByNode(), Types.NODE)
                .connect(control.broadcast())
                .transform(
                        "profile nodes",
                        ProfileTypes.SIGNAL,
                        new PerMinuteUnderControl<>(settling, ProfileTypes.SIGHTING, new ProfileNodes(settings)))
                .uid("profile-nodes");
        return new ProfileStage(
                signals,
                signals.getSideOutput(ProfileTypes.FEATURES),
                rows.getSideOutput(RowTypes.DROPS).union(told.getSideOutput(RowTypes.DROPS)));
    }

    private static final class BySeenNode implements KeySelector<SeenNode, Node> {
        private static final long serialVersionUID = 1L;

        @Override
        public Node getKey(SeenNode seen) {
            return seen.node();
        }
    }

    private static final class ByNode implements KeySelector<Sighting, Node> {
        private static final long serialVersionUID = 1L;

        @Override
        public Node getKey(Sighting sighting) {
            return sighting.node();
        }
    }
}
