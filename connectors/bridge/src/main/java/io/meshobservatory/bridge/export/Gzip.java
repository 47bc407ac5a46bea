/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import io.meshobservatory.bridge.result.BridgeResult;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952) with a running count, so that a body that grows beyond the limit is refused when it
 * does, not when it ends. The JDK's stream is not used: it calls itself once for each empty member, and a body of many
 * such members overflows its stack.
 */
public final class Gzip {
    private static final int PIECE_BYTES = 8 * 1024;
    private static final int FIXED_HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xE0;

    private final byte[] in;
    private final int end;
    private final byte[] piece = new byte[PIECE_BYTES];
    private int position;

    private Gzip(byte[] in, int offset, int length) {
        this.in = in;
        this.position = offset;
        this.end = offset + length;
    }

    /**
     * Decompresses {@code length} bytes of {@code compressed} into {@code out}, which bounds the result.
     *
     * @throws ExportException if this is no gzip, is cut off or damaged, or the result does not fit
     */
    public static void decompress(byte[] compressed, int offset, int length, GrowingBuffer out) throws ExportException {
        Gzip gzip = new Gzip(compressed, offset, length);
        Inflater inflater = new Inflater(true);
        try {
            do {
                gzip.header();
                gzip.member(inflater, out);
                inflater.reset();
            } while (gzip.position < gzip.end);
        } finally {
            inflater.end();
        }
    }

    private void header() throws ExportException {
        require(FIXED_HEADER_BYTES);
        boolean gzip = in[position] == 0x1f && (in[position + 1] & 0xff) == 0x8b && in[position + 2] == 8;
        int flags = in[position + 3];
        if (!gzip || (flags & FLAGS_RESERVED) != 0) {
            throw malformed("no gzip header");
        }
        position += FIXED_HEADER_BYTES;
        if ((flags & FLAG_EXTRA) != 0) {
            require(2);
            int extra = (in[position] & 0xff) | (in[position + 1] & 0xff) << 8;
            require(2 + extra);
            position += 2 + extra;
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            require(2);
            position += 2;
        }
    }

    private void member(Inflater inflater, GrowingBuffer out) throws ExportException {
        inflater.setInput(in, position, end - position);
        CRC32 crc = new CRC32();
        while (!inflater.finished()) {
            int count = inflate(inflater);
            if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                throw malformed("the data ends too early");
            }
            crc.update(piece, 0, count);
            out.append(piece, 0, count);
        }
        position = end - inflater.getRemaining();
        require(TRAILER_BYTES);
        if (littleEndian32(position) != (int) crc.getValue()
                || littleEndian32(position + 4) != (int) inflater.getBytesWritten()) {
            throw malformed("checksum or length do not agree with the data");
        }
        position += TRAILER_BYTES;
    }

    private int inflate(Inflater inflater) throws ExportException {
        try {
            return inflater.inflate(piece);
        } catch (DataFormatException damaged) {
            throw malformed(String.valueOf(damaged.getMessage()));
        }
    }

    private void skipText() throws ExportException {
        while (position < end && in[position] != 0) {
            position++;
        }
        require(1);
        position++;
    }

    private int littleEndian32(int at) {
        return (in[at] & 0xff) | (in[at + 1] & 0xff) << 8 | (in[at + 2] & 0xff) << 16 | (in[at + 3] & 0xff) << 24;
    }

    private void require(int bytes) throws ExportException {
        if (end - position < bytes) {
            throw malformed("the data ends too early");
        }
    }

    private ExportException malformed(String problem) {
        return new ExportException(
                BridgeResult.MALFORMED, "not gzip: " + problem + ", near byte " + position + " of the body");
    }
}
