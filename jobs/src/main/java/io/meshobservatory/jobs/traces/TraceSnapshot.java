/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.io.BufferedInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyGroupsList;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;

/**
 * Writes the open traces and the expiries into a checkpoint, each key group by itself, so that they can be spread anew over
 * another number of subtasks.
 */
final class TraceSnapshot {
    private static final byte FORMAT = 2;
    private static final int BUFFER_BYTES = 1 << 16;

    private final OpenTraces open;
    private final TraceExpiries expiries;
    private final int maxParallelism;

    TraceSnapshot(OpenTraces open, TraceExpiries expiries, int maxParallelism) {
        this.open = open;
        this.expiries = expiries;
        this.maxParallelism = maxParallelism;
    }

    void write(KeyedStateCheckpointOutputStream out) throws IOException {
        KeyGroupsList groups = out.getKeyGroupList();
        Part[] parts = new Part[maxParallelism];
        for (int group : groups) {
            parts[group] = new Part();
        }
        for (OpenTrace trace : open.all()) {
            part(parts, trace.id()).add(trace);
        }
        expiries.forEach(
                (atMillis, high, low) -> part(parts, new TraceId(high, low)).addExpiry(atMillis, high, low));
        for (Map.Entry<TraceId, Long> takenUp : expiries.takenUp().entrySet()) {
            part(parts, takenUp.getKey()).addTakenUp(takenUp.getKey(), takenUp.getValue());
        }
        for (int group : groups) {
            out.startNewKeyGroup(group);
            parts[group].writeTo(out);
        }
    }

    /** Adds the traces of some key groups to the open ones. */
    void read(Iterable<KeyGroupStatePartitionStreamProvider> partitions) throws IOException {
        for (KeyGroupStatePartitionStreamProvider partition : partitions) {
            // the stream is that of all key groups: it is not this reader's to close
            read(new DataInputStream(new BufferedInputStream(partition.getStream(), BUFFER_BYTES)));
        }
    }

    private void read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("open traces in format " + format + " (expected: " + FORMAT + ")");
        }
        int traces = in.readInt();
        for (int i = 0; i < traces; i++) {
            OpenTrace trace = readTrace(in);
            open.put(trace);
            open.listWakes(trace);
        }
        int times = in.readInt();
        for (int i = 0; i < times; i++) {
            long atMillis = in.readLong();
            expiries.add(new TraceId(in.readLong(), in.readLong()), atMillis);
        }
        int takenUp = in.readInt();
        for (int i = 0; i < takenUp; i++) {
            TraceId id = new TraceId(in.readLong(), in.readLong());
            expiries.takenUp().put(id, in.readLong());
        }
    }

    private static OpenTrace readTrace(DataInput in) throws IOException {
        TraceId id = new TraceId(in.readLong(), in.readLong());
        byte[] spans = new byte[in.readInt()];
        in.readFully(spans);
        OpenTrace trace = new OpenTrace(id, spans);
        trace.publish(TraceHistory.read(in));
        if (in.readBoolean()) {
            trace.noRest();
        }
        trace.restedUntil(in.readLong());
        int wakes = in.readInt();
        for (int i = 0; i < wakes; i++) {
            trace.addWake(in.readLong());
        }
        return trace;
    }

    private Part part(Part[] parts, TraceId id) {
        return parts[KeyGroupRangeAssignment.assignToKeyGroup(id, maxParallelism)];
    }

    /** What belongs to one key group. */
    private static final class Part {
        private final DataOutputSerializer traces = new DataOutputSerializer(1 << 10);
        private final DataOutputSerializer times = new DataOutputSerializer(1 << 10);
        private final DataOutputSerializer takenUp = new DataOutputSerializer(1 << 4);
        private int traceCount;
        private int timeCount;
        private int takenUpCount;

        void add(OpenTrace trace) throws IOException {
            write(trace.id(), traces);
            traces.writeInt(trace.length());
            for (int i = 0; i < trace.sliceCount(); i++) {
                traces.write(trace.slice(i));
            }
            trace.history().write(traces);
            traces.writeBoolean(trace.tookUpRest());
            traces.writeLong(trace.restedUntilMillis());
            traces.writeInt(trace.wakes().length);
            for (long wake : trace.wakes()) {
                traces.writeLong(wake);
            }
            traceCount++;
        }

        void addExpiry(long atMillis, long high, long low) throws IOException {
            times.writeLong(atMillis);
            times.writeLong(high);
            times.writeLong(low);
            timeCount++;
        }

        void addTakenUp(TraceId id, long atMillis) throws IOException {
            write(id, takenUp);
            takenUp.writeLong(atMillis);
            takenUpCount++;
        }

        void writeTo(KeyedStateCheckpointOutputStream out) throws IOException {
            DataOutputSerializer head = new DataOutputSerializer(Byte.BYTES + Integer.BYTES);
            head.writeByte(FORMAT);
            head.writeInt(traceCount);
            copy(head, out);
            copy(traces, out);
            writeCount(timeCount, out);
            copy(times, out);
            writeCount(takenUpCount, out);
            copy(takenUp, out);
        }

        private static void writeCount(int count, KeyedStateCheckpointOutputStream out) throws IOException {
            DataOutputSerializer number = new DataOutputSerializer(Integer.BYTES);
            number.writeInt(count);
            copy(number, out);
        }

        private static void copy(DataOutputSerializer from, KeyedStateCheckpointOutputStream out) throws IOException {
            out.write(from.getSharedBuffer(), 0, from.length());
        }

        private static void write(TraceId id, DataOutputSerializer out) throws IOException {
            out.writeLong(id.high());
            out.writeLong(id.low());
        }
    }
}
