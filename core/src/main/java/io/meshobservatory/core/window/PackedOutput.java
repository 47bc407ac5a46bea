/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import java.io.DataOutput;
import java.io.UTFDataFormatException;
import java.util.Arrays;

/**
 * Bytes in memory that grow as they are written, in the form of {@link DataOutput}: sums are packed too often for the locks and
 * layers of the streams of the Java library. Not thread-safe.
 */
final class PackedOutput implements DataOutput {
    private static final int FIRST_BYTES = 256;
    private static final int MAX_TEXT_BYTES = 65_535;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /** A copy of what was written. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public void write(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    @Override
    public void write(byte[] from) {
        write(from, 0, from.length);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    @Override
    public void writeBoolean(boolean value) {
        write(value ? 1 : 0);
    }

    @Override
    public void writeByte(int value) {
        write(value);
    }

    @Override
    public void writeShort(int value) {
        write(value >> 8);
        write(value);
    }

    @Override
    public void writeChar(int value) {
        writeShort(value);
    }

    @Override
    public void writeInt(int value) {
        writeShort(value >> 16);
        writeShort(value);
    }

    @Override
    public void writeLong(long value) {
        writeInt((int) (value >> 32));
        writeInt((int) value);
    }

    @Override
    public void writeFloat(float value) {
        writeInt(Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(double value) {
        writeLong(Double.doubleToLongBits(value));
    }

    @Override
    public void writeBytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            write(text.charAt(i));
        }
    }

    @Override
    public void writeChars(String text) {
        for (int i = 0; i < text.length(); i++) {
            writeChar(text.charAt(i));
        }
    }

    @Override
    public void writeUTF(String text) throws UTFDataFormatException {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            length += encodedBytes(text.charAt(i));
        }
        if (length > MAX_TEXT_BYTES) {
            throw new UTFDataFormatException(
                    "text of " + length + " encoded bytes (expected: at most " + MAX_TEXT_BYTES + ")");
        }
        writeShort(length);
        room(length);
        for (int i = 0; i < text.length(); i++) {
            encode(text.charAt(i));
        }
    }

    private static int encodedBytes(char c) {
        if (c != 0 && c < 0x80) {
            return 1;
        }
        return c < 0x800 ? 2 : 3;
    }

    private void encode(char c) {
        switch (encodedBytes(c)) {
            case 1 -> bytes[size++] = (byte) c;
            case 2 -> {
                bytes[size++] = (byte) (0xc0 | c >> 6);
                bytes[size++] = (byte) (0x80 | (c & 0x3f));
            }
            default -> {
                bytes[size++] = (byte) (0xe0 | c >> 12);
                bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3f));
                bytes[size++] = (byte) (0x80 | (c & 0x3f));
            }
        }
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
