/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.Arrays;
import java.util.Random;

/** Damages protobuf bytes in the ways in which they get damaged, and in some that only an attacker thinks of. */
final class Mutations {
    private Mutations() {}

    static byte[] mutate(byte[] original, Random random) {
        if (original.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        byte[] bytes = original.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(8)) {
            case 0: // truncated
                return Arrays.copyOf(bytes, at);
            case 1: // one bit
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return bytes;
            case 2: // one byte
                bytes[at] = (byte) random.nextInt(256);
                return bytes;
            case 3: // over-long varint
                return insert(bytes, at, filled(1 + random.nextInt(11), (byte) 0x80));
            case 4: // invalid UTF-8 within what may be a string
                bytes[at] = (byte) (0x80 + random.nextInt(128));
                return bytes;
            case 5: // an unknown field: number 90, some wire type, at the front of the message
                return insert(bytes, 0, new byte[] {(byte) 0xd0, 0x05, 0x01});
            case 6: // a group, closed or not
                byte[] group = {(byte) 0xd3, 0x05, 0x08, 0x01, (byte) 0xd4, 0x05};
                return insert(bytes, 0, Arrays.copyOf(group, random.nextBoolean() ? 6 : 4));
            default: // something cut out
                int to = Math.min(bytes.length, at + 1 + random.nextInt(4));
                byte[] cut = Arrays.copyOf(bytes, bytes.length - (to - at));
                System.arraycopy(bytes, to, cut, at, bytes.length - to);
                return cut;
        }
    }

    private static byte[] filled(int length, byte value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }

    private static byte[] insert(byte[] bytes, int at, byte[] extra) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + extra.length);
        System.arraycopy(extra, 0, longer, at, extra.length);
        System.arraycopy(bytes, at, longer, at + extra.length, bytes.length - at);
        return longer;
    }
}
