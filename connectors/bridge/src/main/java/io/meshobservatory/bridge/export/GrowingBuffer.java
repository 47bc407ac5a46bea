/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import io.meshobservatory.bridge.result.BridgeResult;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Bytes that arrive piece by piece, in one array. Its capacity, not only its content, is reserved before it is
 * allocated, so that tiny pieces cost no more than large ones. NOT thread-safe.
 */
public final class GrowingBuffer {
    private static final byte[] EMPTY = {};
    private static final int FIRST_BYTES = 8 * 1024;
    /** How many times what is there may be reserved, if the content is known to be so large. */
    private static final int TRUST = 4;
    /** A batch of 500 spans has some 300 kB. */
    private static final long ORDINARY_BYTES = 512 * 1024;

    private final MemoryBudget.Reservation reservation;
    private final int maxBytes;
    private long expectedBytes;
    private byte[] bytes = EMPTY;
    private int length;

    /**
     * @param maxBytes the largest permitted content
     * @param expectedBytes the content's size where it is known, so that the array fits it exactly; else 0
     */
    public GrowingBuffer(MemoryBudget.Reservation reservation, int maxBytes, int expectedBytes) {
        this.reservation = reservation;
        this.maxBytes = maxBytes;
        this.expectedBytes = expectedBytes;
    }

    /** Corrects the expected size, when it becomes known; it may be anything. */
    void expect(long contentBytes) {
        expectedBytes = contentBytes;
    }

    /** Adds {@code count} bytes of {@code source} from {@code offset}. */
    public void append(byte[] source, int offset, int count) throws ExportException {
        makeRoom(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** Adds all that can be read from {@code source}. */
    void append(ByteBuf source) throws ExportException {
        int count = source.readableBytes();
        makeRoom(count);
        source.readBytes(bytes, length, count);
        length += count;
    }

    private void makeRoom(int count) throws ExportException {
        if (count > maxBytes - length) {
            throw new ExportException(
                    BridgeResult.TOO_LARGE,
                    "more than " + maxBytes + " bytes (expected: at most so many, decompressed)");
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, reserve(length + count));
        }
    }

    /**
     * Hands the content over in an array of its own size, and leaves this buffer empty. The array stays reserved.
     */
    public byte[] detach() throws ExportException {
        byte[] content = bytes;
        if (length < bytes.length) {
            reservation.grow(length);
            content = Arrays.copyOf(bytes, length);
            reservation.shrink(bytes.length);
        }
        bytes = EMPTY;
        length = 0;
        return content;
    }

    /** Drops the content and gives back its memory. */
    public void clear() {
        reservation.shrink(bytes.length);
        bytes = EMPTY;
        length = 0;
    }

    /** The array; its first {@link #length} bytes are the content. */
    public byte[] array() {
        return bytes;
    }

    /** The size of the content in bytes. */
    public int length() {
        return length;
    }

    /**
     * How much of a size that the sender announced is believed. While there is room for many, all of an ordinary one, since
     * growing step by step copies it a second time; else only as far as bytes arrive, so that nobody fills the bridge's
     * memory with announcements.
     */
    private long trusted(int needed) {
        return Math.max((long) TRUST * needed, reservation.hasMuchRoom() ? ORDINARY_BYTES : 0);
    }

    private int reserve(int needed) throws ExportException {
        boolean expected = expectedBytes >= needed;
        long grown = Math.max(FIRST_BYTES, expected ? trusted(needed) : 2L * bytes.length);
        long wanted = Math.min(grown, expected ? Math.min(expectedBytes, maxBytes) : maxBytes);
        int capacity = (int) Math.max(needed, wanted);
        reservation.grow(capacity - bytes.length);
        return capacity;
    }
}
