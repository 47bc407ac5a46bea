/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

/**
 * The bytes that a transport puts before the content of a body; they are kept apart from it, so that the content lies in an
 * array as it is. Immutable.
 *
 * @param bytes how many they are, 0 or more
 * @param lengthAt where in them the length of the content is announced, in four bytes (big-endian); -1 if it is not
 */
public record BodyHead(int bytes, int lengthAt) {
    /** A body that is all content. */
    public static final BodyHead NONE = new BodyHead(0, -1);

    /** The length that a complete head announces, 0 or more; it may be anything. */
    public long announced(byte[] head) {
        return lengthAt < 0
                ? 0
                : (head[lengthAt] & 0xffL) << 24
                        | (head[lengthAt + 1] & 0xff) << 16
                        | (head[lengthAt + 2] & 0xff) << 8
                        | (head[lengthAt + 3] & 0xff);
    }
}
