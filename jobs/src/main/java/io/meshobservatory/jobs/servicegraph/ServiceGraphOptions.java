/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.jobs.config.NameLimits;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** The options of the job, as {@code --service-graph.disorder "5 s"}. Unknown ones are errors. */
public final class ServiceGraphOptions {
    private static final ServiceGraphConfig DEFAULTS = ServiceGraphConfig.defaults();

    static final ConfigOption<Duration> DISORDER = ConfigOptions.key("service-graph.disorder")
            .durationType()
            .defaultValue(DEFAULTS.disorder())
            .withDescription(
                    "How much later than the latest span of a partition another may arrive without being late.");
    static final ConfigOption<Duration> EARLINESS = ConfigOptions.key("service-graph.earliness")
            .durationType()
            .defaultValue(DEFAULTS.earliness())
            .withDescription("How much sooner than after that disorder the first results of a window are shown.");
    static final ConfigOption<Duration> IDLENESS = ConfigOptions.key("service-graph.idleness")
            .durationType()
            .defaultValue(DEFAULTS.idleness())
            .withDescription("How long a partition is silent until it holds nobody up.");
    static final ConfigOption<Duration> ALLOWED_LATENESS = ConfigOptions.key("service-graph.allowed-lateness")
            .durationType()
            .defaultValue(DEFAULTS.allowedLateness())
            .withDescription("How long after its end a window may still change; a multiple of ten seconds.");
    static final ConfigOption<Duration> CALLER_PATIENCE = ConfigOptions.key("service-graph.caller-patience")
            .durationType()
            .defaultValue(DEFAULTS.callerPatience())
            .withDescription("How long a call waits for its caller's span before it is counted without.");
    static final ConfigOption<Duration> FUTURE_TOLERANCE = ConfigOptions.key("service-graph.future-tolerance")
            .durationType()
            .defaultValue(DEFAULTS.futureTolerance())
            .withDescription("How far a span's clock may be ahead of Kafka's.");
    static final ConfigOption<Integer> MAX_SPANS_PER_TRACE = ConfigOptions.key("service-graph.max-spans-per-trace")
            .intType()
            .defaultValue(DEFAULTS.maxSpansPerTrace())
            .withDescription("How many spans of one trace are kept at a time.");

    static final ConfigOption<Integer> NAMES_PER_CLUSTER = ConfigOptions.key("service-graph.names-per-cluster")
            .intType()
            .defaultValue(DEFAULTS.nameLimits().namesPerCluster())
            .withDescription("How many different nodes each cluster may name; the rest is one node, (overflow).");
    static final ConfigOption<Integer> VERSIONS_PER_NODE = ConfigOptions.key("service-graph.versions-per-node")
            .intType()
            .defaultValue(DEFAULTS.nameLimits().versionsPerNode())
            .withDescription("How many different versions each node may have; the rest is one version, (overflow).");

    /** All options, in the order of the documentation. */
    static final List<ConfigOption<?>> ALL = List.of(
            DISORDER,
            EARLINESS,
            IDLENESS,
            ALLOWED_LATENESS,
            CALLER_PATIENCE,
            FUTURE_TOLERANCE,
            MAX_SPANS_PER_TRACE,
            NAMES_PER_CLUSTER,
            VERSIONS_PER_NODE);

    private ServiceGraphOptions() {}

    /**
     * Reads {@code --key value} pairs.
     *
     * @throws IllegalArgumentException if a key is not known, has no value, or has a wrong one
     */
    public static ServiceGraphConfig parse(String[] arguments) {
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
        return new ServiceGraphConfig(
                configuration.get(DISORDER),
                configuration.get(EARLINESS),
                configuration.get(IDLENESS),
                configuration.get(ALLOWED_LATENESS),
                configuration.get(CALLER_PATIENCE),
                configuration.get(FUTURE_TOLERANCE),
                configuration.get(MAX_SPANS_PER_TRACE),
                new NameLimits(configuration.get(NAMES_PER_CLUSTER), configuration.get(VERSIONS_PER_NODE)));
    }
}
