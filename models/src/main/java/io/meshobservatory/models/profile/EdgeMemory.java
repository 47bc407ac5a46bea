/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The edges of a node, each by the fingerprint of its other end and protocol; bounded: of too many, those go that were not
 * used for longest. Written in the order of the fingerprints. Not thread-safe.
 */
final class EdgeMemory {
    final Map<Long, OutboundEdge> outbound = new HashMap<>();
    final Map<Long, InboundEdge> inbound = new HashMap<>();

    OutboundEdge outbound(EdgeMinute edge, int minute) {
        long key = Fingerprint.of(edge.destination(), edge.relation().protocol());
        return outbound.computeIfAbsent(key, unseen -> new OutboundEdge(minute));
    }

    InboundEdge inbound(EdgeMinute edge, int minute) {
        long key = Fingerprint.of(edge.source(), edge.relation().protocol());
        return inbound.computeIfAbsent(key, unseen -> new InboundEdge(minute));
    }

    /**
     * Forgets what is old, and the least recently used of what is too much.
     *
     * @return how many edges went for being too many
     */
    int forget(int minute, ProfileSettings settings) {
        if (minute % 60 == 0) {
            int oldest = (int) (minute - settings.forgetMillis() / EdgeMinute.MINUTE_MILLIS);
            outbound.values().removeIf(edge -> edge.lastMinute < oldest);
            inbound.values().removeIf(edge -> edge.lastMinute < oldest);
        }
        int forgotten = Math.max(0, outbound.size() - settings.maxEdges());
        if (forgotten > 0) {
            TreeMap<Use, Long> byUse = new TreeMap<>();
            outbound.forEach((key, edge) -> byUse.put(new Use(edge.lastMinute, key), key));
            removeFirst(byUse, forgotten, outbound);
        }
        int callers = Math.max(0, inbound.size() - settings.maxEdges());
        if (callers > 0) {
            TreeMap<Use, Long> byUse = new TreeMap<>();
            inbound.forEach((key, edge) -> byUse.put(new Use(edge.lastMinute, key), key));
            removeFirst(byUse, callers, inbound);
        }
        return forgotten + callers;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(outbound.size());
        for (Map.Entry<Long, OutboundEdge> edge : new TreeMap<>(outbound).entrySet()) {
            out.writeLong(edge.getKey());
            edge.getValue().write(out);
        }
        out.writeInt(inbound.size());
        for (Map.Entry<Long, InboundEdge> edge : new TreeMap<>(inbound).entrySet()) {
            out.writeLong(edge.getKey());
            edge.getValue().write(out);
        }
    }

    static EdgeMemory read(DataInput in) throws IOException {
        EdgeMemory read = new EdgeMemory();
        for (int left = in.readInt(); left > 0; left--) {
            read.outbound.put(in.readLong(), OutboundEdge.read(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            read.inbound.put(in.readLong(), InboundEdge.read(in));
        }
        return read;
    }

    private static void removeFirst(TreeMap<Use, Long> byUse, int count, Map<Long, ?> from) {
        Iterator<Long> leastUsed = byUse.values().iterator();
        for (int i = 0; i < count; i++) {
            from.remove(leastUsed.next());
        }
    }

    /** Of two edges last used in the same minute, the smaller fingerprint goes first. */
    private record Use(int minute, long key) implements Comparable<Use> {
        @Override
        public int compareTo(Use other) {
            int byMinute = Integer.compare(minute, other.minute);
            return byMinute != 0 ? byMinute : Long.compare(key, other.key);
        }
    }
}
