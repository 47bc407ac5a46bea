/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.util.List;

/**
 * Reads the packed spans of traces that are looked at next, and the places of tables where traces stand, so that they are in the
 * processor's cache by then. The slices of a trace came at different times and lie far apart; looked at one by one, each would be
 * waited for by itself. Here each round follows one reference of all traces: none of its reads depends on another, and the
 * processor waits for many of them together. Not thread-safe.
 */
final class ReadAhead {
    /** For so many traces at a time: their spans take a part of the cache. */
    static final int TRACES = 64;

    private static final int LINE_BYTES = 64;

    private int seen;
    private long found;

    /** Looks where the traces of a batch's slices are open, and where those that are not may rest. */
    void find(byte[] slices, OpenTraces open, RestingTraces resting) {
        long sum = 0;
        for (int at = 0; at < slices.length; at += SpanPacker.HEADER_BYTES + SpanPacker.sliceLength(slices, at)) {
            sum += open.touch(PackedSpan.readLong(slices, at), PackedSpan.readLong(slices, at + Long.BYTES));
        }
        for (int at = 0; at < slices.length; at += SpanPacker.HEADER_BYTES + SpanPacker.sliceLength(slices, at)) {
            long high = PackedSpan.readLong(slices, at);
            long low = PackedSpan.readLong(slices, at + Long.BYTES);
            OpenTrace trace = open.get(high, low);
            sum += trace == null ? resting.touch(high, low) : trace.sliceCount();
        }
        found += sum;
    }

    /** Looks where the traces in a part of a list are open, and where they may come to rest. */
    void find(List<OpenTrace> traces, int from, int to, OpenTraces open, RestingTraces resting) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            TraceId id = traces.get(i).id();
            sum += open.touch(id.high(), id.low()) + resting.touch(id.high(), id.low());
        }
        found += sum;
    }

    /** A sum of what stood at the places that were looked at, kept so that the compiler cannot leave the looking out. */
    long found() {
        return found;
    }

    /** Reads the traces in a part of a list. */
    void read(List<OpenTrace> traces, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += traces.get(i).sliceCount();
        }
        for (int i = from; i < to; i++) {
            OpenTrace trace = traces.get(i);
            for (int k = 0; k < trace.sliceCount(); k++) {
                sum += trace.to(k) - trace.from(k);
            }
        }
        for (int i = from; i < to; i++) {
            OpenTrace trace = traces.get(i);
            for (int k = 0; k < trace.sliceCount(); k++) {
                sum += trace.spans(k).textCount();
            }
        }
        for (int i = from; i < to; i++) {
            OpenTrace trace = traces.get(i);
            for (int k = 0; k < trace.sliceCount(); k++) {
                sum += lines(trace.spans(k).bytes(), trace.from(k), trace.to(k));
            }
        }
        seen += sum;
    }

    private static int lines(byte[] spans, int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at += LINE_BYTES) {
            sum += spans[at];
        }
        return sum + spans[to - 1];
    }

    /**
     * The sum of all that was read: the numbers of slices, their lengths, the numbers of texts beside them, and the first byte
     * of each line of a slice and its last. It is kept so that the compiler cannot leave the reading out.
     */
    int seen() {
        return seen;
    }
}
