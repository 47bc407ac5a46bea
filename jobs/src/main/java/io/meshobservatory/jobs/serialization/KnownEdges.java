/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.NodeInterner;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads edges as the number of their bytes and their bytes, and remembers both together: the same edges come again
 * and again, and making one takes eleven texts, while knowing one takes a look at its bytes. So an edge that is read is mostly
 * the same object as before, and one that is written mostly one whose bytes are known.
 *
 * <p>Memory: 8 bytes for each place, of which there are up to {@value #MAX_PLACES}, and the edges with 150 bytes or so each.
 * An edge whose two places are taken replaces the older one. Not thread-safe.
 */
final class KnownEdges {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SCRAMBLE = 0x9E3779B97F4A7C15L;
    private static final int FIRST_PLACES = 1 << 10;
    private static final int MAX_PLACES = 1 << 17;
    private static final int NODES_LOG_2 = 16;
    private static final int MAX_BYTES = 1 << 16;

    /** By the hash of the bytes. */
    private @Nullable Known[] byBytes = new Known[FIRST_PLACES];

    /** By the identity of the edge. */
    private @Nullable Known[] byEdge = new Known[FIRST_PLACES];

    private final NodeInterner nodes = new NodeInterner(NODES_LOG_2);
    private final DataOutputSerializer encoder = new DataOutputSerializer(256);
    private final DataInputDeserializer decoder = new DataInputDeserializer();
    private byte[] read = new byte[256];
    private int replaced;

    private record Known(Edge edge, long hash, byte[] bytes) {}

    void write(Edge edge, DataOutputView out) throws IOException {
        byte[] bytes = bytesOf(edge);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    Edge read(DataInputView in) throws IOException {
        int length = in.readUnsignedShort();
        if (length > read.length) {
            read = new byte[MAX_BYTES];
        }
        in.readFully(read, 0, length);
        long hash = hash(read, length);
        int place = place(hash, byBytes.length);
        Known known = byBytes[place];
        if (known != null && known.hash() == hash && isRead(known, length)) {
            return known.edge();
        }
        Known other = byBytes[place ^ 1];
        if (other != null && other.hash() == hash && isRead(other, length)) {
            return other.edge();
        }
        decoder.setBuffer(read, 0, length);
        Edge plain = DomainIo.readEdge(decoder);
        Edge edge = new Edge(
                nodes.node(plain.source()),
                plain.sourceVersion(),
                nodes.node(plain.destination()),
                plain.destinationVersion(),
                plain.protocol());
        keep(byBytes, place, new Known(edge, hash, Arrays.copyOf(read, length)));
        return edge;
    }

    @SuppressWarnings("ReferenceEquality") // an equal edge has equal bytes; this is only to find them fast
    private byte[] bytesOf(Edge edge) throws IOException {
        int place = place(SCRAMBLE * System.identityHashCode(edge), byEdge.length);
        Known known = byEdge[place];
        if (known != null && known.edge() == edge) {
            return known.bytes();
        }
        Known other = byEdge[place ^ 1];
        if (other != null && other.edge() == edge) {
            return other.bytes();
        }
        encoder.clear();
        DomainIo.write(edge, encoder);
        byte[] bytes = encoder.getCopyOfBuffer();
        keep(byEdge, place, new Known(edge, 0, bytes));
        return bytes;
    }

    private boolean isRead(Known known, int length) {
        return Arrays.equals(known.bytes(), 0, known.bytes().length, read, 0, length);
    }

    private void keep(@Nullable Known[] places, int place, Known known) {
        if (places[place] != null) {
            replaced += places[place ^ 1] == null ? 0 : 1;
            places[place ^ 1] = places[place];
        }
        places[place] = known;
        if (replaced > places.length / 4 && places.length < MAX_PLACES) {
            replaced = 0;
            byBytes = places == byBytes ? spread(byBytes) : byBytes;
            byEdge = places == byEdge ? spread(byEdge) : byEdge;
        }
    }

    /** The same in four times as many places. */
    private @Nullable Known[] spread(@Nullable Known[] places) {
        boolean hashed = places == byBytes;
        Known[] spread = new Known[4 * places.length];
        for (Known known : places) {
            if (known != null) {
                long hash = hashed ? known.hash() : SCRAMBLE * System.identityHashCode(known.edge());
                int place = place(hash, spread.length);
                spread[spread[place] == null ? place : place ^ 1] = known;
            }
        }
        return spread;
    }

    private static int place(long hash, int places) {
        return (int) (hash >>> 32) & places - 1;
    }

    private static long hash(byte[] bytes, int length) {
        long hash = length * SCRAMBLE;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, i)) * SCRAMBLE;
            hash ^= hash >>> 32;
        }
        for (; i < length; i++) {
            hash = (hash ^ bytes[i]) * SCRAMBLE;
            hash ^= hash >>> 32;
        }
        return hash * SCRAMBLE;
    }
}
