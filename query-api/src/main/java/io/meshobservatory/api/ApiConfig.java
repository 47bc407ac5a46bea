/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.http.LoopbackGuard;
import io.meshobservatory.api.store.DatabaseLocation;
import io.meshobservatory.connectors.redis.RedisConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the API is configured with. Immutable.
 *
 * @param host the address to bind to; of loopback, until the API has authentication
 * @param port the port, 0 for any free one
 * @param database where the tables are
 * @param redisUrl where the live graph is, `redis://host:6379`
 * @param limits what requests may cost
 * @param traceUrl where people look at a trace, `http://` or `https://` with `{trace_id}` for its id; null if nowhere
 */
public record ApiConfig(
        String host,
        int port,
        DatabaseLocation database,
        String redisUrl,
        ApiLimits limits,
        @Nullable String traceUrl) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8080;

    private static final String TRACE_ID = "{trace_id}";
    private static final String PREFIX = "OBSERVATORY_API_";
    private static final Set<String> KEYS = Set.of(
            "HOST",
            "PORT",
            "MAX_RANGE_DAYS",
            "MAX_EDGES",
            "MAX_STREAM_CLIENTS",
            "STREAM_BUFFER_EVENTS",
            "DATABASE_POOL_SIZE",
            "STATEMENT_TIMEOUT_SECONDS",
            "TRACE_URL");

    public ApiConfig {
        LoopbackGuard.requireLoopback(requireNonNull(host, "host"));
        requireNonNull(database, "database");
        // refuses what is no address of Redis
        redisUrl = new RedisConfig(redisUrl).url();
        requireNonNull(limits, "limits");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: from 0 to 65535)");
        }
        if (traceUrl != null && !(traceUrl.matches("https?://.+") && traceUrl.contains(TRACE_ID))) {
            throw new IllegalArgumentException(
                    "trace URL: " + traceUrl + " (expected: http:// or https:// with " + TRACE_ID + " in it)");
        }
    }

    /** A configuration with defaults for all but the stores, and a port. */
    public static ApiConfig of(int port, String databaseUrl, String redisUrl) {
        return new ApiConfig(
                DEFAULT_HOST, port, DatabaseLocation.parse(databaseUrl, null, null), redisUrl, ApiLimits.DEFAULT, null);
    }

    /**
     * Reads the configuration of the environment.
     *
     * @throws IllegalArgumentException if a key under `OBSERVATORY_API_` is not known, one that must be there is missing,
     *     or a value is not as expected
     */
    public static ApiConfig fromEnvironment(Map<String, String> environment) {
        for (String key : new TreeSet<>(environment.keySet())) {
            if (key.startsWith(PREFIX) && !KEYS.contains(key.substring(PREFIX.length()))) {
                throw new IllegalArgumentException(
                        key + ": not known (expected: " + PREFIX + " and one of " + new TreeSet<>(KEYS) + ")");
            }
        }
        ApiLimits defaults = ApiLimits.DEFAULT;
        return new ApiConfig(
                environment.getOrDefault(PREFIX + "HOST", DEFAULT_HOST),
                number(environment, "PORT", DEFAULT_PORT),
                DatabaseLocation.parse(
                        required(environment, "OBSERVATORY_DATABASE_URL"),
                        environment.get("OBSERVATORY_DATABASE_USER"),
                        environment.get("OBSERVATORY_DATABASE_PASSWORD")),
                required(environment, "OBSERVATORY_REDIS_URL"),
                new ApiLimits(
                        Duration.ofDays(number(environment, "MAX_RANGE_DAYS", (int)
                                defaults.maxRange().toDays())),
                        number(environment, "MAX_EDGES", defaults.maxEdges()),
                        number(environment, "MAX_STREAM_CLIENTS", defaults.maxStreamClients()),
                        number(environment, "STREAM_BUFFER_EVENTS", defaults.streamBufferEvents()),
                        number(environment, "DATABASE_POOL_SIZE", defaults.databasePoolSize()),
                        Duration.ofSeconds(number(environment, "STATEMENT_TIMEOUT_SECONDS", (int)
                                defaults.statementTimeout().toSeconds()))),
                optional(environment, PREFIX + "TRACE_URL"));
    }

    private static String required(Map<String, String> environment, String key) {
        String value = environment.get(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(key + ": missing (expected: the address of the store)");
        }
        return value;
    }

    private static @Nullable String optional(Map<String, String> environment, String key) {
        String value = environment.getOrDefault(key, "");
        return value.isBlank() ? null : value.strip();
    }

    private static int number(Map<String, String> environment, String key, int otherwise) {
        @Nullable String value = environment.get(PREFIX + key);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    PREFIX + key + ": '" + value + "' (expected: a whole number)", malformed);
        }
    }
}
