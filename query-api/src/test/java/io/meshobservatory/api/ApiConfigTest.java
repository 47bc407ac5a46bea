/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiConfigTest {
    private static final Map<String, String> STORES = Map.of(
            "OBSERVATORY_DATABASE_URL", "postgres://reader@db/mesh", "OBSERVATORY_REDIS_URL", "redis://cache:6379");

    @Test
    void hasDefaultsForAllButTheStores() {
        ApiConfig config = ApiConfig.fromEnvironment(STORES);

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.database().jdbcUrl()).isEqualTo("jdbc:postgresql://db/mesh");
        assertThat(config.redisUrl()).isEqualTo("redis://cache:6379");
        assertThat(config.limits())
                .isEqualTo(new ApiLimits(Duration.ofDays(400), 5_000, 100, 2_000, 8, Duration.ofSeconds(10)));
    }

    @Test
    void readsEveryKey() {
        ApiConfig config = ApiConfig.fromEnvironment(with(Map.of(
                "OBSERVATORY_DATABASE_USER", "other",
                "OBSERVATORY_DATABASE_PASSWORD", "word",
                "OBSERVATORY_API_HOST", "::1",
                "OBSERVATORY_API_PORT", "0",
                "OBSERVATORY_API_MAX_RANGE_DAYS", "7",
                "OBSERVATORY_API_MAX_EDGES", "50",
                "OBSERVATORY_API_MAX_STREAM_CLIENTS", "2",
                "OBSERVATORY_API_STREAM_BUFFER_EVENTS", "10",
                "OBSERVATORY_API_DATABASE_POOL_SIZE", "3",
                "OBSERVATORY_API_STATEMENT_TIMEOUT_SECONDS", "4")));
        ApiConfig traced = ApiConfig.fromEnvironment(
                with(Map.of("OBSERVATORY_API_TRACE_URL", " https://traces/trace/{trace_id} ")));

        assertThat(traced.traceUrl()).isEqualTo("https://traces/trace/{trace_id}");
        assertThat(config.traceUrl()).isNull();
        assertThat(config.host()).isEqualTo("::1");
        assertThat(config.port()).isZero();
        assertThat(config.database().user()).isEqualTo("other");
        assertThat(config.database().password()).isEqualTo("word");
        assertThat(config.limits()).isEqualTo(new ApiLimits(Duration.ofDays(7), 50, 2, 10, 3, Duration.ofSeconds(4)));
    }

    /** A misspelt key that is passed over would leave the limit that was to be changed as it is. */
    @Test
    void refusesKeysItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiConfig.fromEnvironment(with(Map.of("OBSERVATORY_API_MAX_EGDES", "1"))))
                .withMessageContaining("OBSERVATORY_API_MAX_EGDES")
                .withMessageContaining("MAX_EDGES");
    }

    @ParameterizedTest
    @CsvSource({
        "OBSERVATORY_API_PORT, http",
        "OBSERVATORY_API_TRACE_URL, javascript:alert({trace_id})",
        "OBSERVATORY_API_TRACE_URL, https://traces/trace",
        "OBSERVATORY_API_PORT, 65536",
        "OBSERVATORY_API_MAX_EDGES, 0",
        "OBSERVATORY_API_MAX_RANGE_DAYS, -1",
        "OBSERVATORY_API_STATEMENT_TIMEOUT_SECONDS, 601",
        "OBSERVATORY_DATABASE_URL, mysql://db",
        "OBSERVATORY_REDIS_URL, http://cache"
    })
    void refusesValuesThatMakeNoSense(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiConfig.fromEnvironment(with(Map.of(key, value))))
                .withMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void refusesToBeReachableFromOtherMachines(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiConfig.fromEnvironment(with(Map.of("OBSERVATORY_API_HOST", host))))
                .withMessageContaining(host)
                .withMessageContaining("no authentication yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OBSERVATORY_DATABASE_URL", "OBSERVATORY_REDIS_URL"})
    void needsTheStores(String key) {
        Map<String, String> environment = new HashMap<>(STORES);
        environment.remove(key);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiConfig.fromEnvironment(environment))
                .withMessageContaining(key);
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(STORES);
        environment.putAll(more);
        return environment;
    }
}
