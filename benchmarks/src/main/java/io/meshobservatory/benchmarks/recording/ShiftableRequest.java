/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.recording;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An {@code ExportTraceServiceRequest} whose trace ids and times can be changed in place, at the cost of some writes: so that
 * sending a recording again and again costs next to nothing beside what is measured. Not thread-safe.
 */
public final class ShiftableRequest {
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** By depth, the field of the messages within: resources' spans, scopes' spans, spans, links. */
    private static final int[] INNER = {1, 2, 2, 13};

    private static final int TRACE_ID = 1;
    private static final int START_TIME = 7;
    private static final int END_TIME = 8;
    private static final int TRACE_ID_BYTES = 16;

    private final byte[] bytes;
    private int[] traceIds = new int[64];
    private int traceIdCount;
    private int[] times = new int[128];
    private int timeCount;
    private int spans;
    private long firstEndNanos = Long.MAX_VALUE;
    private long lastEndNanos = Long.MIN_VALUE;
    private long traceMask;
    private long shiftNanos;

    private ShiftableRequest(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Finds the ids and times in a request.
     *
     * @param bytes kept and changed, not copied
     * @throws IOException if it is no request of spans
     */
    static ShiftableRequest of(byte[] bytes) throws IOException {
        ShiftableRequest request = new ShiftableRequest(bytes);
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        request.walk(in, 0);
        request.traceIds = Arrays.copyOf(request.traceIds, request.traceIdCount);
        request.times = Arrays.copyOf(request.times, request.timeCount);
        return request;
    }

    /** How many spans it holds. */
    public int spans() {
        return spans;
    }

    /** The request as it was last shifted; the same array each time. */
    public byte[] bytes() {
        return bytes;
    }

    /** The earliest end of one of its spans as recorded, nanoseconds since the epoch. */
    public long firstEndNanos() {
        return firstEndNanos;
    }

    /** The latest. */
    public long lastEndNanos() {
        return lastEndNanos;
    }

    ShiftableRequest copy() {
        ShiftableRequest copy = new ShiftableRequest(bytes.clone());
        copy.traceIds = traceIds;
        copy.traceIdCount = traceIdCount;
        copy.times = times;
        copy.timeCount = timeCount;
        copy.spans = spans;
        copy.firstEndNanos = firstEndNanos;
        copy.lastEndNanos = lastEndNanos;
        copy.traceMask = traceMask;
        copy.shiftNanos = shiftNanos;
        return copy;
    }

    /**
     * Makes it the request of a repetition.
     *
     * @param newTraceMask what is added, bit by bit and without carry, to the halves of the original trace ids
     * @param newShiftNanos by how much later than the original its spans are
     */
    public byte[] shift(long newTraceMask, long newShiftNanos) {
        long mask = traceMask ^ newTraceMask;
        for (int at : traceIds) {
            BIG.set(bytes, at, (long) BIG.get(bytes, at) ^ mask);
            BIG.set(bytes, at + Long.BYTES, (long) BIG.get(bytes, at + Long.BYTES) ^ mask);
        }
        long later = newShiftNanos - shiftNanos;
        for (int at : times) {
            LITTLE.set(bytes, at, (long) LITTLE.get(bytes, at) + later);
        }
        traceMask = newTraceMask;
        shiftNanos = newShiftNanos;
        return bytes;
    }

    /** Walks down the messages: the request, its resources' spans, their scopes' spans, the spans, their links. */
    private void walk(CodedInputStream in, int depth) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            int type = WireFormat.getTagWireType(tag);
            if (type == WireFormat.WIRETYPE_LENGTH_DELIMITED && depth < INNER.length && field == INNER[depth]) {
                if (depth == 2) {
                    spans++;
                }
                int length = in.readRawVarint32();
                int outer = in.pushLimit(length);
                walk(in, depth + 1);
                in.popLimit(outer);
            } else if (depth >= 3 && field == TRACE_ID && type == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                int length = in.readRawVarint32();
                if (length == TRACE_ID_BYTES) {
                    note(in.getTotalBytesRead(), true);
                }
                in.skipRawBytes(length);
            } else if (depth == 3
                    && (field == START_TIME || field == END_TIME)
                    && type == WireFormat.WIRETYPE_FIXED64) {
                note(in.getTotalBytesRead(), false);
                long time = in.readFixed64();
                if (field == END_TIME) {
                    firstEndNanos = Math.min(firstEndNanos, time);
                    lastEndNanos = Math.max(lastEndNanos, time);
                }
            } else {
                in.skipField(tag);
            }
        }
    }

    private void note(int at, boolean traceId) {
        if (traceId) {
            if (traceIdCount == traceIds.length) {
                traceIds = Arrays.copyOf(traceIds, 2 * traceIds.length);
            }
            traceIds[traceIdCount++] = at;
        } else {
            if (timeCount == times.length) {
                times = Arrays.copyOf(times, 2 * times.length);
            }
            times[timeCount++] = at;
        }
    }
}
