/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads what {@link PackedOutput} wrote. Not thread-safe. */
final class PackedInput implements DataInput {
    private final byte[] bytes;
    private int position;

    /** @param bytes not copied */
    PackedInput(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public void readFully(byte[] into) throws EOFException {
        readFully(into, 0, into.length);
    }

    @Override
    public void readFully(byte[] into, int offset, int length) throws EOFException {
        require(length);
        System.arraycopy(bytes, position, into, offset, length);
        position += length;
    }

    @Override
    public int skipBytes(int count) {
        int skipped = Math.max(0, Math.min(count, bytes.length - position));
        position += skipped;
        return skipped;
    }

    @Override
    public boolean readBoolean() throws EOFException {
        return readByte() != 0;
    }

    @Override
    public byte readByte() throws EOFException {
        require(1);
        return bytes[position++];
    }

    @Override
    public int readUnsignedByte() throws EOFException {
        return readByte() & 0xff;
    }

    @Override
    public short readShort() throws EOFException {
        return (short) readUnsignedShort();
    }

    @Override
    public int readUnsignedShort() throws EOFException {
        return readUnsignedByte() << 8 | readUnsignedByte();
    }

    @Override
    public char readChar() throws EOFException {
        return (char) readUnsignedShort();
    }

    @Override
    public int readInt() throws EOFException {
        return readUnsignedShort() << 16 | readUnsignedShort();
    }

    @Override
    public long readLong() throws EOFException {
        return (long) readInt() << 32 | (readInt() & 0xffff_ffffL);
    }

    @Override
    public float readFloat() throws EOFException {
        return Float.intBitsToFloat(readInt());
    }

    @Override
    public double readDouble() throws EOFException {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public String readLine() {
        throw new UnsupportedOperationException("packed sums have no lines");
    }

    @Override
    public String readUTF() throws IOException {
        int start = position;
        int length = readUnsignedShort();
        require(length);
        for (int i = position; i < position + length; i++) {
            if (bytes[i] < 0) {
                position = start;
                return DataInputStream.readUTF(this);
            }
        }
        String text = new String(bytes, position, length, StandardCharsets.ISO_8859_1);
        position += length;
        return text;
    }

    private void require(int more) throws EOFException {
        if (bytes.length - position < more) {
            throw new EOFException("packed sum of " + bytes.length + " bytes ends at " + position + " (expected: "
                    + more + " bytes more)");
        }
    }
}
