/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bytes looked at eight at a time must tell the same as bytes looked at one by one. */
class WordsTest {
    @Test
    @DisplayName("digits are a number, and anything else is none, at any place in the bytes")
    void numbers() {
        Random random = new Random(1);
        int none = 0;
        for (int round = 0; round < 300_000; round++) {
            String text = Long.toString(random.nextInt(1_000_000_000), random.nextInt(8) == 0 ? 11 : 10);
            if (random.nextInt(4) == 0) {
                text = text.substring(1) + (char) random.nextInt(256);
            }
            Attributes attributes = new Attributes();
            attributes.put(AttributeKey.REQUEST_SIZE, text);
            byte[] bytes =
                    ("7".repeat(random.nextInt(10)) + text + "7".repeat(random.nextInt(10))).getBytes(ISO_8859_1);
            int from = new String(bytes, ISO_8859_1).indexOf(text);

            long number = Digits.parse(bytes, from, from + text.length());
            assertThat(number).as(text).isEqualTo(attributes.number(AttributeKey.REQUEST_SIZE));
            none += number == Attributes.ABSENT ? 1 : 0;
        }
        assertThat(none).isBetween(30_000, 250_000);
    }

    @Test
    @DisplayName("one byte that is no ASCII is seen wherever it stands, and none beyond the ends")
    void ascii() {
        for (int length = 0; length < 40; length++) {
            for (int at = -1; at <= length; at++) {
                byte[] bytes = "a".repeat(length + 2).getBytes(ISO_8859_1);
                bytes[at + 1] = (byte) 0x80;
                boolean outside = at < 0 || at == length;
                assertThat(Words.isAscii(bytes, 1, 1 + length)).isEqualTo(outside);
            }
        }
    }
}
