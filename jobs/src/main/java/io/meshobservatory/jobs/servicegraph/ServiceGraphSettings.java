/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.redis.RedisConfig;
import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import java.util.Map;
import java.util.Optional;

/**
 * Where the job reads and writes, and how it behaves. Immutable.
 *
 * @param kafka Kafka's bootstrap servers
 * @param database where the results go
 * @param redis where the live graph goes
 * @param behaviour times and limits
 */
public record ServiceGraphSettings(
        String kafka, DatabaseConfig database, RedisConfig redis, ServiceGraphConfig behaviour) {
    /** Names Kafka's bootstrap servers. */
    public static final String KAFKA_VARIABLE = "OBSERVATORY_KAFKA";

    public ServiceGraphSettings {
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
    public static ServiceGraphSettings from(Map<String, String> environment, String[] arguments) {
        return new ServiceGraphSettings(
                required(Optional.ofNullable(environment.get(KAFKA_VARIABLE)), KAFKA_VARIABLE),
                required(DatabaseConfig.fromEnvironment(environment), DatabaseConfig.URL_VARIABLE),
                required(RedisConfig.fromEnvironment(environment), RedisConfig.URL_VARIABLE),
                ServiceGraphOptions.parse(arguments));
    }

    private static <T> T required(Optional<T> value, String variable) {
        return value.orElseThrow(() -> new IllegalArgumentException(variable + " is not set"));
    }
}
