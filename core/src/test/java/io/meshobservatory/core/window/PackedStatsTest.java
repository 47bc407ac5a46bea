/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.call.Call;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedStatsTest {
    private static final String TEXTS = "a\u0000\u007f\u0080\u00e4\u07ff\u0800\u20ac\ud83d\ude00\ud800z";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("what is packed comes back, withdrawals included, and is what the streams of the library would hold")
    void comesBack(long seed) throws IOException {
        EdgeStats stats = random(seed);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        stats.write(new DataOutputStream(bytes));

        PackedStats packed = PackedStats.of(stats);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        packed.write(new DataOutputStream(written));

        assertThat(PackedStats.of(packed.unpack())).isEqualTo(packed).hasSameHashCodeAs(packed);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(written.toByteArray()));
        assertThat(in.readInt()).isEqualTo(bytes.size());
        assertThat(in.readAllBytes()).isEqualTo(bytes.toByteArray());
        assertThat(PackedStats.read(new DataInputStream(new ByteArrayInputStream(written.toByteArray()))))
                .isEqualTo(packed);
    }

    @Test
    @DisplayName("packed sums are added and undone as the statistics are; the parts stay as they are")
    void added() {
        EdgeStats one = random(4);
        EdgeStats other = random(5);
        PackedStats first = PackedStats.of(one);
        PackedStats second = PackedStats.of(other);
        one.merge(other);

        assertThat(first.plus(second)).isEqualTo(PackedStats.of(one)).isNotEqualTo(first);
        assertThat(first).isEqualTo(PackedStats.of(random(4)));
        assertThat(first.plus(first.negated()).unpack().isEmpty()).isTrue();
    }

    @Test
    @DisplayName("any values and texts are written and read as the streams of the library do")
    void sameForm() throws IOException {
        PackedOutput out = new PackedOutput();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        Random random = new Random(6);
        DataOutputStream reference = new DataOutputStream(expected);
        for (int i = 0; i < 200; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            String text = TEXTS.substring(random.nextInt(3), 3 + random.nextInt(TEXTS.length() - 3));
            for (java.io.DataOutput each : new java.io.DataOutput[] {out, reference}) {
                each.writeLong(number);
                each.writeInt((int) number);
                each.writeShort((int) number);
                each.writeChar((int) number);
                each.writeByte((int) number);
                each.writeBoolean(number > 0);
                each.writeDouble(number);
                each.writeFloat(number);
                each.writeUTF(text);
                each.writeChars(text);
                each.writeBytes(text);
            }
        }

        assertThat(out.toBytes()).isEqualTo(expected.toByteArray());
        PackedInput in = new PackedInput(out.toBytes());
        DataInputStream same = new DataInputStream(new ByteArrayInputStream(out.toBytes()));
        for (int i = 0; i < 200; i++) {
            assertThat(in.readLong()).isEqualTo(same.readLong());
            assertThat(in.readInt()).isEqualTo(same.readInt());
            assertThat(in.readShort()).isEqualTo(same.readShort());
            assertThat(in.readChar()).isEqualTo(same.readChar());
            assertThat(in.readByte()).isEqualTo(same.readByte());
            assertThat(in.readBoolean()).isEqualTo(same.readBoolean());
            assertThat(in.readDouble()).isEqualTo(same.readDouble());
            assertThat(in.readFloat()).isEqualTo(same.readFloat());
            String text = in.readUTF();
            assertThat(text).isEqualTo(same.readUTF());
            assertThat(in.skipBytes(3 * text.length())).isEqualTo(same.skipBytes(3 * text.length()));
        }
        assertThatThrownBy(in::readByte)
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("(expected: 1 bytes more)");
    }

    @Test
    @DisplayName("what cannot be packed, or is no packed sum, is refused with what was found and what was expected")
    void refused() {
        assertThatThrownBy(() -> new PackedOutput().writeUTF("x".repeat(65_536)))
                .isInstanceOf(UTFDataFormatException.class)
                .hasMessage("text of 65536 encoded bytes (expected: at most 65535)");
        assertThatThrownBy(
                        () -> PackedStats.read(new DataInputStream(new ByteArrayInputStream(new byte[] {-1, 0, 0, 0}))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("(expected: from 0 to 16777216)");
    }

    private static EdgeStats random(long seed) {
        Random random = new Random(seed);
        EdgeStats stats = new EdgeStats();
        for (int i = 0; i < 50; i++) {
            Call call = Calls.random(random);
            stats.add(call);
            stats.withdraw(Calls.random(random));
        }
        return stats;
    }
}
