/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import java.io.Serializable;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sinks travel with the job to the task managers. */
class SinkSerializationTest {
    private static final DatabaseConfig DATABASE = DatabaseConfig.parse("postgres://ann:secret@db/mesh");

    static Stream<Serializable> sinks() {
        return Stream.of(
                new EdgeRowSink(DATABASE),
                new NodeSightingSink(DATABASE),
                new FactRowSink(DATABASE),
                new AlertSink(DATABASE),
                new ScoreSink(DATABASE),
                new ScoreMinuteSink(DATABASE),
                new ModelSink(DATABASE),
                new EdgeRowSink(DATABASE, SinkOptions.DEFAULT));
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void sinksCanBeSerialized(Serializable sink) {
        assertThatCode(() -> InstantiationUtil.clone(sink)).doesNotThrowAnyException();
    }

    @Test
    void optionsSayWhatIsWrong() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new SinkOptions(0, second, second, second, second))
                .hasMessage("batchSize: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new SinkOptions(1, Duration.ZERO, second, second, second))
                .hasMessage("flushInterval: PT0S (expected: >= 1 ms)");
        assertThatThrownBy(() -> new SinkOptions(1, second, second, Duration.ofMillis(1), second))
                .hasMessage("maxBackoff: PT0.001S (expected: >= initialBackoff, PT1S)");
    }
}
