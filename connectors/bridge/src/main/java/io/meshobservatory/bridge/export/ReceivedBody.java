/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import io.netty.buffer.ByteBuf;

/**
 * The body of a request as it arrives, its head apart from its content. NOT thread-safe: filled on the event loop, then
 * handed to a worker.
 */
public final class ReceivedBody {
    private final BodyHead format;
    private final byte[] head;
    private final GrowingBuffer content;
    private int headLength;

    ReceivedBody(BodyHead format, GrowingBuffer content) {
        this.format = format;
        this.head = new byte[format.bytes()];
        this.content = content;
    }

    /** Takes all that can be read from {@code piece}. */
    void append(ByteBuf piece) throws ExportException {
        int missing = head.length - headLength;
        if (missing > 0) {
            int taken = Math.min(missing, piece.readableBytes());
            piece.readBytes(head, headLength, taken);
            headLength += taken;
            if (taken == missing) {
                content.expect(format.announced(head));
            }
        }
        content.append(piece);
    }

    /** The bytes before the content; complete only if {@link #hasHead}. */
    public byte[] head() {
        return head;
    }

    /** Whether the head is complete. */
    public boolean hasHead() {
        return headLength == head.length;
    }

    /** What came after the head. */
    public GrowingBuffer content() {
        return content;
    }

    /** How many bytes have arrived, the head's too. */
    public int length() {
        return headLength + content.length();
    }
}
