/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.connectors.otlp.logs.LogLine;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Bytes of log lines")
class LogTypesTest {
    @Test
    @DisplayName("become the same lines again")
    void roundTrip() throws IOException {
        for (LogLine line :
                List.of(Lines.entry(1, 5), Lines.entry(2, 6).withoutAliases(), Lines.unparsed(3, Long.MIN_VALUE))) {
            assertThat(read(LogTypes.LOG_LINE, written(LogTypes.LOG_LINE, line)))
                    .isEqualTo(line);
            assertThat(read(LogTypes.LINE_ID, written(LogTypes.LINE_ID, line.id())))
                    .isEqualTo(line.id());
        }
        assertThat(read(LogTypes.UNPARSED_LINE, written(LogTypes.UNPARSED_LINE, Lines.unparsed(3, 4))))
                .isEqualTo(Lines.unparsed(3, 4));
    }

    @Test
    @DisplayName("of another format are refused")
    void otherFormat() throws IOException {
        byte[] bytes = written(LogTypes.LOG_LINE, Lines.entry(1, 5));
        bytes[0] = 9;

        assertThatThrownBy(() -> read(LogTypes.LOG_LINE, bytes))
                .isInstanceOf(IOException.class)
                .hasMessage("log line in format 9 (expected: 1)");
    }

    private static <T> byte[] written(TypeInformation<T> type, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        type.createSerializer(new SerializerConfigImpl()).serialize(value, out);
        return out.getCopyOfBuffer();
    }

    private static <T> T read(TypeInformation<T> type, byte[] bytes) throws IOException {
        return type.createSerializer(new SerializerConfigImpl()).deserialize(new DataInputDeserializer(bytes));
    }
}
