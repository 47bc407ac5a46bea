/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.config;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.jobs.detection.forest.AnomalySettings;
import io.meshobservatory.jobs.detection.minutes.Settling;
import io.meshobservatory.jobs.detection.patterns.PatternSettings;
import io.meshobservatory.models.profile.ProfileSettings;
import io.meshobservatory.models.story.GateSettings;
import io.meshobservatory.models.story.StorySettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * How the detection job behaves. Immutable.
 *
 * @param disorder how much earlier than the latest row of a partition another may have been given out
 * @param idleness how long a partition is silent until it holds nobody up
 * @param settling how long after its end a minute may still be corrected before it is judged
 * @param profiles how nodes are learned and what is noticed
 * @param anomalies how the forest is trained and asked
 * @param limits how many signals patterns are looked for in
 * @param patterns what signals mean together
 * @param stories how alerts are told
 */
public record DetectionConfig(
        Duration disorder,
        Duration idleness,
        Settling settling,
        ProfileSettings profiles,
        AnomalySettings anomalies,
        GateSettings limits,
        PatternSettings patterns,
        StorySettings stories)
        implements Serializable {
    public DetectionConfig {
        requireNonNull(settling, "settling");
        requireNonNull(profiles, "profiles");
        requireNonNull(anomalies, "anomalies");
        requireNonNull(limits, "limits");
        requireNonNull(patterns, "patterns");
        requireNonNull(stories, "stories");
        if (disorder.isNegative()) {
            throw new IllegalArgumentException("disorder: " + disorder + " (expected: at least nothing)");
        }
        if (idleness.isNegative() || idleness.isZero()) {
            throw new IllegalArgumentException("idleness: " + idleness + " (expected: more than nothing)");
        }
    }

    /** Ten seconds of disorder, fifteen to settle, half a minute of silence; the rest as its own defaults say. */
    public static DetectionConfig defaults() {
        return new DetectionConfig(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                new Settling(15_000),
                ProfileSettings.defaults(),
                AnomalySettings.defaults(),
                GateSettings.defaults(),
                PatternSettings.defaults(),
                StorySettings.defaults());
    }

    /** The same with another idleness. */
    public DetectionConfig withIdleness(Duration newIdleness) {
        return new DetectionConfig(disorder, newIdleness, settling, profiles, anomalies, limits, patterns, stories);
    }

    /** The same with other profiles. */
    public DetectionConfig withProfiles(ProfileSettings newProfiles) {
        return new DetectionConfig(disorder, idleness, settling, newProfiles, anomalies, limits, patterns, stories);
    }

    /** The same with other forests. */
    public DetectionConfig withAnomalies(AnomalySettings newAnomalies) {
        return new DetectionConfig(disorder, idleness, settling, profiles, newAnomalies, limits, patterns, stories);
    }

    /** The same with other patterns. */
    public DetectionConfig withPatterns(PatternSettings newPatterns) {
        return new DetectionConfig(disorder, idleness, settling, profiles, anomalies, limits, newPatterns, stories);
    }

    /** The same with other stories. */
    public DetectionConfig withStories(StorySettings newStories) {
        return new DetectionConfig(disorder, idleness, settling, profiles, anomalies, limits, patterns, newStories);
    }
}
