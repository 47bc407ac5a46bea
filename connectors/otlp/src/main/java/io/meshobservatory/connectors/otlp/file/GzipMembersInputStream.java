/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Gunzips any number of members (RFC 1952). Unlike {@link java.util.zip.GZIPInputStream} it does not depend on
 * {@link InputStream#available()} to find the next member, and bytes after the last member that are no gzip (other
 * than padding with zeros) are an error and not silently the end. Not thread-safe.
 */
final class GzipMembersInputStream extends InputStream {
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xE0;
    private static final int DEFLATE = 8;
    private static final String EXPECTED = "whole gzip members";

    private final InputStream in;
    private final String file;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long bufferEnd;
    private boolean insideMember;
    private boolean anyMember;

    GzipMembersInputStream(InputStream in, String file) {
        this.in = in;
        this.file = file;
    }

    static boolean isMagic(int first, int second) {
        return first == 0x1F && second == 0x8B;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (insideMember || openMember()) {
            int read = inflate(bytes, offset, length);
            if (read > 0) {
                crc.update(bytes, offset, read);
                return read;
            }
            if (inflater.finished()) {
                closeMember();
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        if (inflater.needsInput()) {
            if (position == limit && !fill()) {
                throw broken("the file ends inside a gzip member");
            }
            inflater.setInput(buffer, position, limit - position);
            position = limit;
        }
        try {
            int read = inflater.inflate(bytes, offset, length);
            if (read == 0 && inflater.needsDictionary()) {
                throw broken("a preset dictionary is needed");
            }
            return read;
        } catch (DataFormatException corrupt) {
            throw broken("corrupt deflate data: " + corrupt.getMessage());
        }
    }

    /** Reads the next header; false at the end of the file. */
    private boolean openMember() throws IOException {
        int first = readOrEnd();
        while (anyMember && first == 0) {
            first = readOrEnd();
        }
        if (first < 0) {
            return false;
        }
        if (!isMagic(first, readRequired())) {
            throw broken("bytes after the end of the gzip data");
        }
        int method = readRequired();
        int flags = readRequired();
        if (method != DEFLATE || (flags & RESERVED_FLAGS) != 0) {
            throw broken("gzip method " + method + " with flags " + flags);
        }
        skip(6); // time, extra flags, operating system
        if ((flags & FLAG_EXTRA) != 0) {
            skip(readRequired() | readRequired() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        crc.reset();
        insideMember = true;
        anyMember = true;
        return true;
    }

    private void closeMember() throws IOException {
        position = limit - inflater.getRemaining();
        long expectedCrc = readInt();
        long expectedSize = readInt();
        if (expectedCrc != crc.getValue()) {
            throw broken("the checksum of a gzip member does not match its data");
        }
        if (expectedSize != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw broken("the length of a gzip member does not match its data");
        }
        insideMember = false;
    }

    private long readInt() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (long) readRequired() << shift;
        }
        return value;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            readRequired();
        }
    }

    private void skipText() throws IOException {
        while (readRequired() != 0) {
            // zero-terminated
        }
    }

    private int readRequired() throws IOException {
        int value = readOrEnd();
        if (value < 0) {
            throw broken("the file ends inside a gzip header or trailer");
        }
        return value;
    }

    private int readOrEnd() throws IOException {
        return position == limit && !fill() ? -1 : buffer[position++] & 0xFF;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(read, 0);
        bufferEnd += limit;
        return read > 0;
    }

    private OtlpFileException broken(String found) {
        int unread = inflater.finished() || position < limit ? limit - position : inflater.getRemaining();
        return OtlpFileException.atByte(file, bufferEnd - unread, found, EXPECTED);
    }
}
