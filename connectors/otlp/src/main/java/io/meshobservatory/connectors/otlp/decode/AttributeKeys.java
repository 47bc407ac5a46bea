/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Recognises {@link AttributeKey}s in UTF-8 bytes without making strings: a hash over the length and the two ends, then
 * one comparison. Immutable and thread-safe.
 */
final class AttributeKeys {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SLOTS = 512;
    private static final @Nullable AttributeKey[] KEYS = new AttributeKey[SLOTS];
    private static final byte[][] NAMES = new byte[SLOTS][];

    static {
        for (AttributeKey key : AttributeKey.values()) {
            byte[] name = key.key().getBytes(StandardCharsets.UTF_8);
            int slot = slot(name, 0, name.length);
            while (KEYS[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            KEYS[slot] = key;
            NAMES[slot] = name;
        }
    }

    private AttributeKeys() {}

    /** The key whose name is exactly these bytes, null if the analysis does not read it. */
    static @Nullable AttributeKey find(byte[] bytes, int from, int to) {
        for (int slot = slot(bytes, from, to); ; slot = (slot + 1) & (SLOTS - 1)) {
            AttributeKey key = KEYS[slot];
            if (key == null) {
                return null;
            }
            byte[] name = NAMES[slot];
            if (Arrays.equals(name, 0, name.length, bytes, from, to)) {
                return key;
            }
        }
    }

    private static int slot(byte[] bytes, int from, int to) {
        int length = to - from;
        long hash = length;
        if (length >= 8) {
            hash = hash * 31 + (long) LONG.get(bytes, from);
            hash = hash * 0x9e3779b97f4a7c15L + (long) LONG.get(bytes, to - 8);
        } else {
            for (int i = from; i < to; i++) {
                hash = hash * 31 + bytes[i];
            }
        }
        hash *= 0x9e3779b97f4a7c15L;
        return (int) (hash >>> 55);
    }
}
