/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {
    @Test
    void comesFromTheEnvironmentWhereItIsSet() {
        assertThat(RedisConfig.fromEnvironment(Map.of())).isEmpty();
        assertThat(RedisConfig.fromEnvironment(Map.of("OBSERVATORY_REDIS_URL", "redis://cache:6379")))
                .contains(new RedisConfig("redis://cache:6379"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cache:6379", "http://ann:secret@cache", "redis:/cache"})
    void refusesWhatIsNoRedisUrlWithoutTellingThePassword(String url) {
        assertThatThrownBy(() -> new RedisConfig(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("(expected: redis://host:port)")
                .hasMessageNotContaining("secret");
    }

    @Test
    void keepsThePasswordToItself() {
        assertThat(new RedisConfig("redis://ann:secret@cache:6379").toString())
                .contains("cache:6379")
                .doesNotContain("secret");
    }

    /** Sinks travel with the job to the task managers. */
    @Test
    void theSinkCanBeSerialized() {
        LiveEdgeSink sink = new LiveEdgeSink(new RedisConfig("redis://cache:6379"));
        assertThatCode(() -> InstantiationUtil.clone(sink)).doesNotThrowAnyException();
    }

    @Test
    void optionsSayWhatIsWrong() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new LiveEdgeOptions(Duration.ZERO, 1, second, second))
                .hasMessage("expiry: PT0S (expected: >= 1 ms)");
        assertThatThrownBy(() -> new LiveEdgeOptions(second, 0, second, second))
                .hasMessage("maxInFlight: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new LiveEdgeOptions(second, 1, second.negated(), second))
                .hasMessage("maxWait: PT-1S (expected: not negative)");
    }
}
