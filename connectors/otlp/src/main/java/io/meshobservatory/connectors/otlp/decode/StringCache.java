/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes strings of UTF-8 bytes, and gives the same string for the same bytes as long as it remembers them: names,
 * protocols and status codes repeat in every span. Fixed memory: at most {@value #SLOTS} strings of at most
 * {@value #MAX_CACHED_BYTES} bytes. Not thread-safe.
 */
final class StringCache {
    private static final int SLOTS = 8192;
    private static final int MAX_CACHED_BYTES = 128;

    private final byte[][] keys = new byte[SLOTS][];
    private final @Nullable String[] values = new String[SLOTS];

    String get(byte[] bytes, int from, int to) {
        if (from == to) {
            return "";
        }
        if (to - from > MAX_CACHED_BYTES) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        int slot = (hash * 0x9e3779b9) >>> 19;
        String cached = values[slot];
        if (cached != null && Arrays.equals(keys[slot], 0, keys[slot].length, bytes, from, to)) {
            return cached;
        }
        String made = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        keys[slot] = Arrays.copyOfRange(bytes, from, to);
        values[slot] = made;
        return made;
    }
}
