/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.bridge.TestRequests;
import io.meshobservatory.bridge.result.BridgeResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
    private final MemoryBudget budget = new MemoryBudget(64 * 1024 * 1024);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_191, 8_192, 8_193, 500_000})
    void givesBackWhatWasCompressed(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        assertThat(decompress(TestRequests.gzip(bytes), size)).isEqualTo(bytes);
    }

    /** RFC 1952: a file is a series of members; parallel compressors write such. */
    @Test
    void membersAreJoined() throws Exception {
        byte[] both = concat(TestRequests.gzip(utf8("one ")), TestRequests.gzip(utf8("two")));
        assertThat(decompress(both, 100)).isEqualTo(utf8("one two"));
    }

    /** Each costs 20 bytes to send; java.util.zip.GZIPInputStream overflows its stack on these. */
    @Test
    void aHundredThousandEmptyMembersAreEmpty() throws Exception {
        byte[] member = TestRequests.gzip(new byte[0]);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            all.writeBytes(member);
        }
        assertThat(decompress(all.toByteArray(), 100)).isEmpty();
    }

    @Test
    void optionalHeaderFieldsAreSkipped() throws Exception {
        byte[] plain = TestRequests.gzip(utf8("content"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 3);
        out.write(2 | 4 | 8 | 16);
        out.write(plain, 4, 6);
        out.writeBytes(new byte[] {2, 0, 'x', 'x'}); // extra
        out.writeBytes(utf8("name\0comment\0"));
        out.writeBytes(new byte[] {0, 0}); // checksum of the header
        out.write(plain, 10, plain.length - 10);
        assertThat(decompress(out.toByteArray(), 100)).isEqualTo(utf8("content"));
    }

    @Test
    void everyCutIsNoticed() {
        byte[] whole = TestRequests.gzip(utf8("a body that is long enough to have some structure"));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decompress(cut, 1_000))
                    .isInstanceOfSatisfying(
                            ExportException.class,
                            refused -> assertThat(refused.result()).isEqualTo(BridgeResult.MALFORMED))
                    .hasMessageStartingWith("not gzip: ");
        }
    }

    @Test
    void damageAndTrailingBytesAreNoticed() {
        byte[] whole = TestRequests.gzip(new byte[10_000]);
        for (int at : new int[] {0, 2, 12, whole.length - 8, whole.length - 1}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            assertThatThrownBy(() -> decompress(damaged, 100_000)).isInstanceOf(ExportException.class);
        }
        assertThatThrownBy(() -> decompress(concat(whole, new byte[] {1}), 100_000))
                .hasMessageStartingWith("not gzip: ");
    }

    /** 100 MB of zeros in 100 kB: refused at the limit, and no more memory taken than that. */
    @Test
    void aBombIsRefusedAtTheLimit() {
        byte[] bomb = TestRequests.gzip(new byte[100_000_000]);
        assertThatThrownBy(() -> decompress(bomb, 1_000_000))
                .isInstanceOfSatisfying(
                        ExportException.class,
                        refused -> assertThat(refused.result()).isEqualTo(BridgeResult.TOO_LARGE));
        assertThat(budget.usedBytes()).isLessThanOrEqualTo(1_000_000);
    }

    private byte[] decompress(byte[] compressed, int maxBytes) throws ExportException {
        GrowingBuffer out = new GrowingBuffer(budget.open(), maxBytes, 0);
        Gzip.decompress(compressed, 0, compressed.length, out);
        return out.detach();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
