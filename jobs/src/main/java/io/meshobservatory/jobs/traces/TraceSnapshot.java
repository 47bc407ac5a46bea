/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.io.BufferedInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;

/**
 * Writes the open traces into a checkpoint, each key group by itself, so that they can be spread anew over another number of
 * subtasks. Not thread-safe.
 */
final class TraceSnapshot {
    private static final byte FORMAT = 5;
    private static final int BUFFER_BYTES = 1 << 16;

    private final int maxParallelism;
    private final TraceWriter writer;
    private final DecodedTexts texts;

    /**
     * @param texts those of the spans
     * @param writer writes spans with these texts
     */
    TraceSnapshot(int maxParallelism, TraceWriter writer, DecodedTexts texts) {
        this.maxParallelism = maxParallelism;
        this.writer = writer;
        this.texts = texts;
    }

    /** The traces stay as they are: their bytes are copied once, by way of a small buffer. */
    void write(Collection<OpenTrace> traces, KeyedStateCheckpointOutputStream out) throws IOException {
        OpenTrace[] sorted = new OpenTrace[traces.size()];
        int[] ends = sortByKeyGroup(traces, sorted);
        DataOutputSerializer buffer = new DataOutputSerializer(2 * BUFFER_BYTES);
        for (int group : out.getKeyGroupList()) {
            out.startNewKeyGroup(group);
            int first = group == 0 ? 0 : ends[group - 1];
            buffer.writeByte(FORMAT);
            buffer.writeInt(ends[group] - first);
            for (int i = first; i < ends[group]; i++) {
                write(sorted[i], buffer);
                if (buffer.length() >= BUFFER_BYTES) {
                    drain(buffer, out);
                }
            }
            drain(buffer, out);
        }
    }

    /** Reads the traces of some key groups. */
    void read(Iterable<KeyGroupStatePartitionStreamProvider> partitions, Restored restored) throws Exception {
        for (KeyGroupStatePartitionStreamProvider partition : partitions) {
            // the stream is that of all key groups: it is not this reader's to close
            read(new DataInputStream(new BufferedInputStream(partition.getStream(), BUFFER_BYTES)), restored);
        }
    }

    /** Gets each trace that was open. */
    interface Restored {
        void accept(OpenTrace trace) throws Exception;
    }

    /** By counting. Returns for each key group where it ends. */
    private int[] sortByKeyGroup(Collection<OpenTrace> traces, OpenTrace[] sorted) {
        int[] ends = new int[maxParallelism];
        for (OpenTrace trace : traces) {
            ends[keyGroup(trace)]++;
        }
        for (int group = 1; group < maxParallelism; group++) {
            ends[group] += ends[group - 1];
        }
        int[] next = ends.clone();
        for (OpenTrace trace : traces) {
            sorted[--next[keyGroup(trace)]] = trace;
        }
        return ends;
    }

    private int keyGroup(OpenTrace trace) {
        return KeyGroupRangeAssignment.assignToKeyGroup(trace.id(), maxParallelism);
    }

    private static void drain(DataOutputSerializer buffer, KeyedStateCheckpointOutputStream out) throws IOException {
        out.write(buffer.getSharedBuffer(), 0, buffer.length());
        buffer.clear();
    }

    private void write(OpenTrace trace, DataOutputSerializer out) throws IOException {
        out.writeLong(trace.id().high());
        out.writeLong(trace.id().low());
        writer.write(trace, out);
        trace.history().write(out);
        out.writeLong(trace.restedUntilMillis());
        out.writeInt(trace.wakeCount());
        for (int i = 0; i < trace.wakeCount(); i++) {
            out.writeLong(trace.wake(i));
        }
    }

    private void read(DataInput in, Restored restored) throws Exception {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("open traces in format " + format + " (expected: " + FORMAT + ")");
        }
        int traces = in.readInt();
        for (int i = 0; i < traces; i++) {
            restored.accept(readTrace(in));
        }
    }

    private OpenTrace readTrace(DataInput in) throws IOException {
        TraceId id = new TraceId(in.readLong(), in.readLong());
        OpenTrace trace = new OpenTrace(id);
        trace.append(PackedSpans.readFrom(in, texts));
        trace.publish(TraceHistory.read(in));
        trace.restedUntil(in.readLong());
        int wakes = in.readInt();
        for (int i = 0; i < wakes; i++) {
            trace.addWake(in.readLong());
        }
        return trace;
    }
}
