/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import io.meshobservatory.jobs.detection.config.DetectionConfig;
import io.meshobservatory.jobs.detection.forest.ForestStage;
import io.meshobservatory.jobs.detection.patterns.PatternStage;
import io.meshobservatory.jobs.detection.profile.ProfileStage;
import io.meshobservatory.jobs.detection.stories.StoryStage;
import io.meshobservatory.models.signal.Signal;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The detection job as a function of streams: the same on Kafka, behind the graph job, and in a test. What comes out depends on
 * the event times and contents of what comes in, not on the order of arrival, the parallelism or the clock.
 */
public final class DetectionTopology {
    /** Fixed for good: it decides how keys are spread, and a savepoint cannot be resumed with another. */
    public static final int MAX_PARALLELISM = 128;

    private DetectionTopology() {}

    /** From rows of edges and facts to alerts. */
    public static DetectionOutputs define(DetectionInputs inputs, DetectionConfig config) {
        ProfileStage profiles = ProfileStage.define(
                inputs.edges(), inputs.facts(), inputs.control(), config.settling(), config.profiles());
        ForestStage forest = ForestStage.define(profiles.features(), config.settling(), config.anomalies());
        DataStream<Signal> signals = profiles.signals().union(forest.signals());
        PatternStage patterns = PatternStage.define(signals, config.settling(), config.limits(), config.patterns());
        return new DetectionOutputs(
                StoryStage.define(patterns.matches(), patterns.noticed(), inputs.control(), config.stories()),
                signals,
                forest.scores(),
                forest.minutes(),
                forest.models(),
                profiles.drops());
    }
}
