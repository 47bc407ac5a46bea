/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.stories;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.jobs.detection.control.Controls;
import io.meshobservatory.jobs.detection.patterns.Match;
import io.meshobservatory.jobs.detection.patterns.Noticed;
import io.meshobservatory.models.story.Control;
import io.meshobservatory.models.story.StorySettings;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;

/** From matches to alerts. */
public final class StoryStage {
    private StoryStage() {}

    /** Adds the stage: the states of all stories, keyed by the alert's id. */
    public static KeyedStream<Alert, String> define(
            DataStream<Match> matches,
            DataStream<Noticed> noticed,
            DataStream<Control> control,
            StorySettings settings) {
        DataStream<Heard> heardMatches =
                matches.map(new OfMatch(), StoryTypes.HEARD).uid("hear-matches").name("hear matches");
        DataStream<Heard> heardSignals = noticed.map(new OfSignal(), StoryTypes.HEARD)
                .uid("hear-signals")
                .name("hear signals");
        return heardMatches
                .union(heardSignals)
                .keyBy(new ByCluster(), BasicTypeInfo.STRING_TYPE_INFO)
                .connect(control.broadcast(Controls.DESCRIPTOR))
                .process(new TellStories(settings), StoryTypes.ALERT)
                .uid("tell-stories")
                .name("tell stories")
                .keyBy(new ById(), BasicTypeInfo.STRING_TYPE_INFO);
    }

    private static final class OfMatch implements MapFunction<Match, Heard> {
        private static final long serialVersionUID = 1L;

        @Override
        public Heard map(Match match) {
            return new Heard(match.cluster(), match.match(), null);
        }
    }

    private static final class OfSignal implements MapFunction<Noticed, Heard> {
        private static final long serialVersionUID = 1L;

        @Override
        public Heard map(Noticed noticed) {
            return new Heard(noticed.cluster(), null, noticed.signal());
        }
    }

    private static final class ByCluster implements KeySelector<Heard, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getKey(Heard heard) {
            return heard.cluster();
        }
    }

    private static final class ById implements KeySelector<Alert, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getKey(Alert alert) {
            return alert.id();
        }
    }
}
