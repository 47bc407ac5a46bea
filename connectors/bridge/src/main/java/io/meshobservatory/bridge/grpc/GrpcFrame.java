/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.grpc;

import io.meshobservatory.bridge.export.BodyHead;
import io.meshobservatory.bridge.export.ExportException;
import io.meshobservatory.bridge.export.GrowingBuffer;
import io.meshobservatory.bridge.export.Gzip;
import io.meshobservatory.bridge.export.MemoryBudget;
import io.meshobservatory.bridge.export.ReceivedBody;
import io.meshobservatory.bridge.result.BridgeResult;

/**
 * The frame of a gRPC message: one byte that says whether it is compressed, four bytes of length (big-endian), and the
 * message.
 */
final class GrpcFrame {
    private static final int HEADER_BYTES = 5;
    static final BodyHead HEAD = new BodyHead(HEADER_BYTES, 1);

    private GrpcFrame() {}

    /** Puts a message that is not compressed into its frame. */
    static byte[] wrap(byte[] message) {
        byte[] frame = new byte[HEADER_BYTES + message.length];
        for (int i = 0; i < 4; i++) {
            frame[1 + i] = (byte) (message.length >>> (24 - 8 * i));
        }
        System.arraycopy(message, 0, frame, HEADER_BYTES, message.length);
        return frame;
    }

    /**
     * Takes the only message of a unary call out of its frame and decompresses it.
     *
     * @param body the whole body of the request; its content is used up
     * @param gzip whether the call announced gzip; each message says for itself whether it uses it
     * @param maxBytes the largest permitted message, decompressed
     */
    static byte[] unwrap(ReceivedBody body, boolean gzip, int maxBytes, MemoryBudget.Reservation memory)
            throws ExportException {
        if (!body.hasHead()) {
            throw malformed("the body has " + body.length() + " bytes (expected: one message in its frame)");
        }
        GrowingBuffer content = body.content();
        long length = HEAD.announced(body.head());
        if (length > maxBytes) {
            throw new ExportException(
                    BridgeResult.TOO_LARGE, "a message of " + length + " bytes (expected: at most " + maxBytes + ")");
        }
        if (length != content.length()) {
            throw malformed("the frame announces " + length + " bytes and " + content.length()
                    + " follow (expected: exactly one message)");
        }
        byte compressed = body.head()[0];
        return switch (compressed) {
            case 0 -> content.detach();
            case 1 -> {
                if (!gzip) {
                    throw malformed("the message is compressed but the call announces no grpc-encoding");
                }
                GrowingBuffer message = new GrowingBuffer(memory, maxBytes, 0);
                Gzip.decompress(content.array(), 0, content.length(), message);
                content.clear();
                yield message.detach();
            }
            default -> throw malformed("the frame begins with " + (compressed & 0xff) + " (expected: 0 or 1)");
        };
    }

    private static ExportException malformed(String problem) {
        return new ExportException(BridgeResult.MALFORMED, "not a gRPC message: " + problem);
    }
}
