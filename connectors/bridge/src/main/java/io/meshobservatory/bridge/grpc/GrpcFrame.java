/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.grpc;

import io.meshobservatory.bridge.export.ExportException;
import io.meshobservatory.bridge.export.GrowingBuffer;
import io.meshobservatory.bridge.export.Gzip;
import io.meshobservatory.bridge.export.MemoryBudget;
import io.meshobservatory.bridge.result.BridgeResult;

/**
 * The frame of a gRPC message: one byte that says whether it is compressed, four bytes of length (big-endian), and the
 * message.
 */
final class GrpcFrame {
    static final int HEADER_BYTES = 5;

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
     * @param body the whole body of the request; cleared
     * @param gzip whether the call announced gzip; each message says for itself whether it uses it
     * @param maxBytes the largest permitted message, decompressed
     */
    static byte[] unwrap(GrowingBuffer body, boolean gzip, int maxBytes, MemoryBudget.Reservation memory)
            throws ExportException {
        if (body.length() < HEADER_BYTES) {
            throw malformed("the body has " + body.length() + " bytes (expected: one message in its frame)");
        }
        byte[] bytes = body.array();
        long length = (bytes[1] & 0xffL) << 24 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 8 | (bytes[4] & 0xff);
        int present = body.length() - HEADER_BYTES;
        if (length > maxBytes) {
            throw new ExportException(
                    BridgeResult.TOO_LARGE, "a message of " + length + " bytes (expected: at most " + maxBytes + ")");
        }
        if (length != present) {
            throw malformed("the frame announces " + length + " bytes and " + present
                    + " follow (expected: exactly one message)");
        }
        GrowingBuffer message = new GrowingBuffer(memory, maxBytes, bytes[0] == 0 ? present : 0);
        switch (bytes[0]) {
            case 0 -> message.append(bytes, HEADER_BYTES, present);
            case 1 -> {
                if (!gzip) {
                    throw malformed("the message is compressed but the call announces no grpc-encoding");
                }
                Gzip.decompress(bytes, HEADER_BYTES, present, message);
            }
            default -> throw malformed("the frame begins with " + (bytes[0] & 0xff) + " (expected: 0 or 1)");
        }
        body.clear();
        return message.detach();
    }

    private static ExportException malformed(String problem) {
        return new ExportException(BridgeResult.MALFORMED, "not a gRPC message: " + problem);
    }
}
