/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import io.meshobservatory.jobs.detection.config.DetectionConfig;
import io.meshobservatory.jobs.detection.forest.AnomalySettings;
import io.meshobservatory.jobs.detection.minutes.Settling;
import io.meshobservatory.jobs.detection.patterns.PatternSettings;
import io.meshobservatory.models.profile.ProfileSettings;
import io.meshobservatory.models.story.StorySettings;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** The options of the job, as {@code --detection.settling "15 s"}. Unknown ones are errors. */
public final class DetectionOptions {
    private static final DetectionConfig DEFAULTS = DetectionConfig.defaults();

    static final ConfigOption<Duration> DISORDER = duration(
            "disorder",
            DEFAULTS.disorder(),
            "How much earlier than the latest row of a partition another may have been given out.");
    static final ConfigOption<Duration> IDLENESS =
            duration("idleness", DEFAULTS.idleness(), "How long a partition is silent until it holds nobody up.");
    static final ConfigOption<Duration> SETTLING = duration(
            "settling",
            Duration.ofMillis(DEFAULTS.settling().millis()),
            "How long after its end a minute may still be corrected before it is judged.");
    static final ConfigOption<Duration> WARM_UP = duration(
            "warm-up",
            Duration.ofMillis(DEFAULTS.profiles().warmUpMillis()),
            "How old a node or an edge must be to be judged, and a cluster to have a forest.");
    static final ConfigOption<Duration> RELEASE = duration(
            "release",
            Duration.ofMillis(DEFAULTS.profiles().releaseMillis()),
            "How long what is noticed is not learned from; if it goes on for so long, it is the new normal.");
    static final ConfigOption<Duration> TRAIN_EVERY = duration(
            "train-every", DEFAULTS.anomalies().trainEvery(), "How often a new forest is trained, in event time.");
    static final ConfigOption<Long> SEED =
            option("seed").longType().defaultValue(DEFAULTS.anomalies().seed()).withDescription("Seed of the forests.");
    static final ConfigOption<Double> UNUSUAL = option("unusual")
            .doubleType()
            .defaultValue(DEFAULTS.anomalies().unusual())
            .withDescription("Calibrated score, 0 to 1, from which on a minute of a node is unusual.");
    static final ConfigOption<Double> OVERWHELMING = option("overwhelming")
            .doubleType()
            .defaultValue(DEFAULTS.patterns().overwhelming())
            .withDescription("How strong a signal must be, 0 to 1, to mean something without others.");
    static final ConfigOption<Integer> MOST_CROWD = option("most-crowd")
            .intType()
            .defaultValue(DEFAULTS.patterns().mostCrowd())
            .withDescription(
                    "How many workloads of a cluster may show a signal at once before it is no attack of one.");
    static final ConfigOption<Double> LEAST_CONFIDENCE = option("least-confidence")
            .doubleType()
            .defaultValue(DEFAULTS.stories().leastConfidence())
            .withDescription("How sure an alert must be, 0 to 1; a threshold from mesh_control goes before it.");
    static final ConfigOption<Integer> ANOMALIES_PER_DAY = option("anomalies-per-day")
            .intType()
            .defaultValue(DEFAULTS.stories().anomaliesPerDay())
            .withDescription("How many anomalies without a pattern are told in each cluster and day.");
    static final ConfigOption<Duration> QUIET =
            duration("quiet", DEFAULTS.stories().quiet(), "How long nothing is heard of a story until it is closed.");
    static final ConfigOption<Duration> SLOW_QUIET = duration(
            "slow-quiet",
            DEFAULTS.stories().slowQuiet(),
            "The same for exfiltration, lateral movement and beaconing, which take their time.");

    /** All options, in the order of the documentation. */
    static final List<ConfigOption<?>> ALL = List.of(
            DISORDER,
            IDLENESS,
            SETTLING,
            WARM_UP,
            RELEASE,
            TRAIN_EVERY,
            SEED,
            UNUSUAL,
            OVERWHELMING,
            MOST_CROWD,
            LEAST_CONFIDENCE,
            ANOMALIES_PER_DAY,
            QUIET,
            SLOW_QUIET);

    private DetectionOptions() {}

    /**
     * Reads {@code --key value} pairs.
     *
     * @throws IllegalArgumentException if a key is not known, has no value, or has a wrong one
     */
    public static DetectionConfig parse(String[] arguments) {
        Configuration configuration = new Configuration();
        for (int i = 0; i < arguments.length; i += 2) {
            String key = arguments[i].startsWith("--") ? arguments[i].substring(2) : arguments[i];
            if (ALL.stream().noneMatch(option -> option.key().equals(key))) {
                throw new IllegalArgumentException(arguments[i] + ": no such option (expected one of "
                        + ALL.stream().map(option -> "--" + option.key()).toList() + ")");
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + ": value missing");
            }
            configuration.setString(key, arguments[i + 1]);
        }
        return new DetectionConfig(
                configuration.get(DISORDER),
                configuration.get(IDLENESS),
                new Settling(configuration.get(SETTLING).toMillis()),
                profiles(configuration),
                anomalies(configuration),
                DEFAULTS.limits(),
                patterns(configuration),
                stories(configuration));
    }

    private static ProfileSettings profiles(Configuration configuration) {
        ProfileSettings defaults = DEFAULTS.profiles();
        long warmUp = configuration.get(WARM_UP).toMillis();
        return new ProfileSettings(
                warmUp,
                Math.max(warmUp, defaults.matureMillis()),
                configuration.get(RELEASE).toMillis(),
                defaults.forgetMillis(),
                defaults.deployMillis(),
                defaults.memoryMinutes(),
                defaults.maxEdges(),
                defaults.maxSignalsPerMinute(),
                defaults.minCallsForFeatures(),
                defaults.gates());
    }

    private static AnomalySettings anomalies(Configuration configuration) {
        AnomalySettings defaults = DEFAULTS.anomalies();
        double unusual = configuration.get(UNUSUAL);
        return new AnomalySettings(
                configuration.get(WARM_UP),
                configuration.get(TRAIN_EVERY),
                defaults.leastRows(),
                defaults.reservoirRows(),
                defaults.halfLife(),
                defaults.trees(),
                unusual,
                defaults.persistentWindows(),
                defaults.ofWindows(),
                Math.min(unusual, defaults.recorded()),
                configuration.get(SEED));
    }

    private static PatternSettings patterns(Configuration configuration) {
        PatternSettings defaults = DEFAULTS.patterns();
        return new PatternSettings(
                defaults.moving(),
                defaults.stealing(),
                defaults.loggingIn(),
                defaults.probing(),
                defaults.persisting(),
                configuration.get(OVERWHELMING),
                configuration.get(MOST_CROWD));
    }

    private static StorySettings stories(Configuration configuration) {
        StorySettings defaults = DEFAULTS.stories();
        return new StorySettings(
                configuration.get(QUIET),
                configuration.get(SLOW_QUIET),
                configuration.get(LEAST_CONFIDENCE),
                configuration.get(ANOMALIES_PER_DAY),
                defaults.maxOpen(),
                defaults.maxEvidence());
    }

    private static ConfigOption<Duration> duration(String name, Duration value, String description) {
        return option(name).durationType().defaultValue(value).withDescription(description);
    }

    private static ConfigOptions.OptionBuilder option(String name) {
        return ConfigOptions.key("detection." + name);
    }
}
