/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Packed numbers")
class PackedNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "-1, 1",
        "63, 1",
        "-64, 1",
        "64, 2",
        "-65, 2",
        "1000000000, 5",
        "9223372036854775807, 10",
        "-9223372036854775808, 10"
    })
    @DisplayName("come back, and take few bytes where they are near 0")
    void comeBack(long number, int bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        PackedNumbers.write(number, new DataOutputStream(packed));

        assertThat(packed.size()).isEqualTo(bytes);
        assertThat(PackedNumbers.read(in(packed.toByteArray()))).isEqualTo(number);
    }

    @Test
    @DisplayName("that do not end, or do not fit, are refused")
    void refused() throws IOException {
        byte[] endless = new byte[11];
        Arrays.fill(endless, (byte) 0x80);
        ByteArrayOutputStream large = new ByteArrayOutputStream();
        PackedNumbers.write(1L << 31, new DataOutputStream(large));

        assertThatThrownBy(() -> PackedNumbers.read(in(endless))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> PackedNumbers.readInt(in(large.toByteArray())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2147483648");
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
