/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.alertmanager.AlertmanagerConfig;
import io.meshobservatory.connectors.redis.RedisConfig;
import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.jobs.detection.config.DetectionConfig;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the job reads and writes, and how it behaves. Immutable.
 *
 * @param kafka Kafka's bootstrap servers
 * @param database where alerts, scores and models go
 * @param redis where open alerts go
 * @param alertmanager who is told of alerts, null for nobody
 * @param behaviour times and limits
 */
public record DetectionSettings(
        String kafka,
        DatabaseConfig database,
        RedisConfig redis,
        @Nullable AlertmanagerConfig alertmanager,
        DetectionConfig behaviour) {
    /** Names Kafka's bootstrap servers. */
    public static final String KAFKA_VARIABLE = "OBSERVATORY_KAFKA";

    public DetectionSettings {
        requireNonNull(kafka, "kafka");
        requireNonNull(database, "database");
        requireNonNull(redis, "redis");
        requireNonNull(behaviour, "behaviour");
    }

    /**
     * Connections from the environment, behaviour from arguments.
     *
     * @throws IllegalArgumentException if a variable is missing or an argument is wrong; the message says which
     */
    public static DetectionSettings from(Map<String, String> environment, String[] arguments) {
        return new DetectionSettings(
                required(Optional.ofNullable(environment.get(KAFKA_VARIABLE)), KAFKA_VARIABLE),
                required(DatabaseConfig.fromEnvironment(environment), DatabaseConfig.URL_VARIABLE),
                required(RedisConfig.fromEnvironment(environment), RedisConfig.URL_VARIABLE),
                AlertmanagerConfig.fromEnvironment(environment).orElse(null),
                DetectionOptions.parse(arguments));
    }

    private static <T> T required(Optional<T> value, String variable) {
        return value.orElseThrow(() -> new IllegalArgumentException(variable + " is not set"));
    }
}
