/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The attributes of a span as they are kept, and the parts that find and make them. */
class AttributesTest {
    private final Attributes attributes = new Attributes();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "200, 200",
        "007, 7",
        "999999999999999999, 999999999999999999",
        "9999999999999999999, -9223372036854775808",
        "-5, -9223372036854775808",
        "+5, -9223372036854775808",
        "5.0, -9223372036854775808",
        "OK, -9223372036854775808",
        "'', -9223372036854775808"
    })
    @DisplayName("strings read as numbers where they are some, without ever an exception")
    void numbersInStrings(String text, long number) {
        attributes.put(AttributeKey.HTTP_STATUS_CODE, text);
        assertThat(attributes.number(AttributeKey.HTTP_STATUS_CODE)).isEqualTo(number);
    }

    @Test
    @DisplayName("numbers and truth values read as strings too")
    void numbersAsStrings() {
        attributes.put(AttributeKey.HTTP_STATUS_CODE, 503);
        attributes.put(AttributeKey.ERROR, true);

        assertThat(attributes.string(AttributeKey.HTTP_STATUS_CODE)).isEqualTo("503");
        assertThat(attributes.isTrue(AttributeKey.ERROR)).isTrue();
        attributes.put(AttributeKey.ERROR, "True");
        assertThat(attributes.isTrue(AttributeKey.ERROR)).isTrue();
        attributes.put(AttributeKey.ERROR, false);
        assertThat(attributes.isTrue(AttributeKey.ERROR)).isFalse();
    }

    @Test
    @DisplayName(
            "the last value of a repeated key wins, also one that is none; the first name that tells anything counts")
    void precedence() {
        attributes.put(AttributeKey.SERVICE_NAME, "a");
        attributes.put(AttributeKey.SERVICE_NAME, 7);
        assertThat(attributes.string(AttributeKey.SERVICE_NAME)).isEqualTo("7");
        attributes.putOther(AttributeKey.SERVICE_NAME);
        assertThat(attributes.has(AttributeKey.SERVICE_NAME)).isFalse();

        attributes.put(AttributeKey.DB_SYSTEM_NAME, "-");
        attributes.put(AttributeKey.DB_SYSTEM, "redis");
        assertThat(attributes.string(AttributeKey.DB_SYSTEM_NAME, AttributeKey.DB_SYSTEM))
                .isEqualTo("redis");
        attributes.put(AttributeKey.RESPONSE_SIZE, "many");
        attributes.put(AttributeKey.HTTP_RESPONSE_CONTENT_LENGTH, 3);
        assertThat(attributes.number(
                        AttributeKey.RESPONSE_SIZE,
                        AttributeKey.HTTP_RESPONSE_BODY_SIZE,
                        AttributeKey.HTTP_RESPONSE_CONTENT_LENGTH))
                .isEqualTo(3);
    }

    @Test
    @DisplayName("cleared attributes are gone: the object is used for the next span")
    void clear() {
        attributes.put(AttributeKey.SERVICE_NAME, "a");
        attributes.put(AttributeKey.HTTP_STATUS_CODE, 200);
        attributes.clear();

        assertThat(attributes.string(AttributeKey.SERVICE_NAME)).isNull();
        assertThat(attributes.number(AttributeKey.HTTP_STATUS_CODE)).isEqualTo(Attributes.ABSENT);
        attributes.put(AttributeKey.HTTP_STATUS_CODE, "x");
        assertThat(attributes.number(AttributeKey.HTTP_STATUS_CODE)).isEqualTo(Attributes.ABSENT);
    }

    @Test
    @DisplayName("long values are cut, but never within a character: half of one could not be written as UTF-8")
    void longValues() {
        String atTheLimit = "x".repeat(1023) + "\ud83d\ude00" + "y";
        attributes.put(AttributeKey.SOURCE_PRINCIPAL, atTheLimit);
        String kept = attributes.string(AttributeKey.SOURCE_PRINCIPAL);

        assertThat(kept).isEqualTo("x".repeat(1023));
        attributes.put(AttributeKey.SOURCE_PRINCIPAL, "y".repeat(5000));
        assertThat(attributes.string(AttributeKey.SOURCE_PRINCIPAL)).hasSize(1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\u007fb"})
    @DisplayName("control characters are replaced: not every store can hold them")
    void controlCharacters(String value) {
        attributes.put(AttributeKey.RESPONSE_FLAGS, value);
        assertThat(attributes.string(AttributeKey.RESPONSE_FLAGS)).isEqualTo("a\ufffdb");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("every key is found, at any place in the bytes; one byte more, less or other and it is not")
    void keysAreFound(AttributeKey key) {
        byte[] padded = ("##" + key.key() + "##").getBytes(UTF_8);
        int to = padded.length - 2;
        Set<String> names = new HashSet<>();
        Arrays.stream(AttributeKey.values()).forEach(other -> names.add(other.key()));

        assertThat(AttributeKeys.find(padded, 2, to)).isEqualTo(key);
        assertThat(AttributeKeys.find(padded, 2, to + 1)).isNull();
        assertThat(AttributeKeys.find(padded, 1, to)).isNull();
        for (int i = 2; i < to; i++) {
            byte[] changed = padded.clone();
            changed[i] ^= 1;
            assertThat(AttributeKeys.find(changed, 2, to)).isNull();
            String prefix = new String(padded, 2, i - 2, UTF_8);
            AttributeKey found = AttributeKeys.find(padded, 2, i);
            assertThat(found == null ? null : found.key()).isEqualTo(names.contains(prefix) ? prefix : null);
        }
    }

    @Test
    @DisplayName("random bytes are no keys, and the search ends")
    void nothingElseIsFound() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertThat(AttributeKeys.find(bytes, 0, bytes.length)).isNull();
        }
    }

    @Test
    @DisplayName("the cache gives one object for equal bytes, and the right string for all, whatever it forgot")
    void stringCache() {
        StringCache cache = new StringCache();
        byte[] name = "xproductpagex".getBytes(UTF_8);
        assertThat(cache.get(name, 1, 12)).isEqualTo("productpage").isSameAs(cache.get(name, 1, 12));
        assertThat(cache.get(name, 3, 3)).isEmpty();

        Random random = new Random(2);
        for (int i = 0; i < 200_000; i++) {
            String text = random.nextInt(30_000) + (i % 100 == 0 ? "-".repeat(random.nextInt(300)) : "ü");
            byte[] bytes = text.getBytes(UTF_8);
            assertThat(cache.get(bytes, 0, bytes.length)).isEqualTo(text);
        }
    }
}
