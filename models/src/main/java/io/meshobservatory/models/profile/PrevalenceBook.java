/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.baseline.Level;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who calls one node: its state over the whole mesh, keyed by the node. It tells how common a destination is, since when the
 * mesh knows it (as one that is called or one that calls), and whether a principal comes from a new place. Minutes must be
 * observed in order. Callers and principals are kept by 64-bit fingerprints and bounded: a destination with more callers than
 * {@link #MAX_SOURCES} is common whatever their number. Not thread-safe.
 */
public final class PrevalenceBook {
    /** How many callers are remembered. */
    public static final int MAX_SOURCES = 256;

    private static final byte FORMAT = 2;
    private static final int MAX_PRINCIPALS = 128;
    private static final long KEPT_MINUTES = 14L * 24 * 60;
    private static final long RECENT_MINUTES = 7L * 24 * 60;
    private static final int PEER_MEMORY = 10_000;
    private static final int PEERS_KNOWN = 30;
    private static final double PEER_SCALE = 1;
    /** That a node still calls is noted so often: it matters for days only, and most nodes call in every minute. */
    private static final long NOTED_MINUTES = 60;

    private long firstSeenMillis = Long.MIN_VALUE;
    /** When it was last noted that the node calls others, in minutes since the epoch; 0 if never. */
    private long callingMinute;
    /** When each caller was last seen, in minutes since the epoch. */
    private final TreeMap<Long, Long> callers = new TreeMap<>();

    private final TreeMap<Long, PrincipalPlaces> principals = new TreeMap<>();
    private Level peerBytes = new Level();
    private Level calls = new Level();

    /**
     * Takes in that the node called somebody in a minute: then it is known to the mesh, even if nobody ever called it. Of a
     * minute in which it was called, too, this must be told first.
     *
     * @param minuteStartMillis the beginning of the minute, milliseconds since the epoch
     * @return whether anything changed by it
     */
    public boolean observeCalling(long minuteStartMillis) {
        long minute = Math.floorDiv(minuteStartMillis, EdgeMinute.MINUTE_MILLIS);
        if (callingMinute != 0 && minute - callingMinute < NOTED_MINUTES) {
            return false;
        }
        callingMinute = minute;
        if (firstSeenMillis == Long.MIN_VALUE) {
            firstSeenMillis = minuteStartMillis;
        }
        return true;
    }

    /**
     * Takes in a minute, and tells what is known of the destination with it.
     *
     * @param minuteStartMillis the beginning of the minute, milliseconds since the epoch
     * @param inbound all that called the destination in it, in whatever order
     */
    public Prevalence observe(long minuteStartMillis, List<EdgeMinute> inbound) {
        long minute = Math.floorDiv(minuteStartMillis, EdgeMinute.MINUTE_MILLIS);
        if (firstSeenMillis == Long.MIN_VALUE) {
            firstSeenMillis = minuteStartMillis;
        }
        double peers = peerBytes.count() < PEERS_KNOWN ? Double.NaN : StrictMath.expm1(peerBytes.location());
        double scale = peerBytes.count() < PEERS_KNOWN ? Double.NaN : peerBytes.scale(PEER_SCALE, PEERS_KNOWN);
        List<EdgeMinute> inOrder = new ArrayList<>(inbound);
        Collections.sort(inOrder);
        List<DisplacedPrincipal> displaced = new ArrayList<>();
        double turns = 0;
        for (EdgeMinute edge : inOrder) {
            turns += edge.turns();
            long caller = Fingerprint.of(edge.source());
            callers.put(caller, minute);
            for (String principal : edge.sourcePrincipals()) {
                observe(principal, edge.source(), caller, minute, displaced);
            }
            if (edge.requestBytes() > 0) {
                peerBytes.learn(StrictMath.log1p(edge.requestBytes()), PEER_MEMORY, PEER_SCALE);
            }
        }
        double usualCalls = calls.count() < PEERS_KNOWN ? Double.NaN : StrictMath.expm1(calls.location());
        calls.learn(StrictMath.log1p(turns), PEER_MEMORY, PEER_SCALE);
        forget(minute);
        long recent = callers.values().stream()
                .filter(last -> last > minute - RECENT_MINUTES)
                .count();
        return new Prevalence((int) Math.max(recent, 1), firstSeenMillis, peers, scale, usualCalls, displaced);
    }

    /** When nothing is left to remember if it is neither called nor calls until then, milliseconds since the epoch. */
    public long forgettableMillis() {
        long last = callers.values().stream().mapToLong(Long::longValue).max().orElse(0);
        last = Math.max(last, callingMinute);
        return (last + KEPT_MINUTES) * EdgeMinute.MINUTE_MILLIS;
    }

    /** Writes the state in a versioned form. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeLong(firstSeenMillis);
        out.writeLong(callingMinute);
        out.writeInt(callers.size());
        for (Map.Entry<Long, Long> caller : callers.entrySet()) {
            out.writeLong(caller.getKey());
            out.writeLong(caller.getValue());
        }
        out.writeInt(principals.size());
        for (Map.Entry<Long, PrincipalPlaces> principal : principals.entrySet()) {
            out.writeLong(principal.getKey());
            principal.getValue().write(out);
        }
        peerBytes.write(out);
        calls.write(out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the format is not known
     */
    public static PrevalenceBook read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("prevalence in format " + format + " (expected: " + FORMAT + ")");
        }
        PrevalenceBook book = new PrevalenceBook();
        book.firstSeenMillis = in.readLong();
        book.callingMinute = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            book.callers.put(in.readLong(), in.readLong());
        }
        for (int left = in.readInt(); left > 0; left--) {
            book.principals.put(in.readLong(), PrincipalPlaces.read(in));
        }
        book.peerBytes = Level.read(in);
        book.calls = Level.read(in);
        return book;
    }

    private void observe(String principal, Node source, long caller, long minute, List<DisplacedPrincipal> displaced) {
        PrincipalPlaces places = principals.computeIfAbsent(Fingerprint.of(principal), unseen -> new PrincipalPlaces());
        int home = places.observe(caller, minute);
        if (home > 0) {
            displaced.add(new DisplacedPrincipal(principal, source, home));
        }
    }

    private void forget(long minute) {
        if (callers.size() > MAX_SOURCES) {
            removeOldest(callers);
        }
        callers.values().removeIf(last -> last <= minute - KEPT_MINUTES);
        principals.values().removeIf(places -> places.lastMinute() <= minute - KEPT_MINUTES);
        while (principals.size() > MAX_PRINCIPALS) {
            TreeMap<Long, Long> last = new TreeMap<>();
            principals.forEach((principal, places) -> last.put(principal, places.lastMinute()));
            principals.remove(oldest(last));
        }
    }

    private static void removeOldest(TreeMap<Long, Long> lastSeen) {
        while (lastSeen.size() > MAX_SOURCES) {
            lastSeen.remove(oldest(lastSeen));
        }
    }

    private static long oldest(TreeMap<Long, Long> lastSeen) {
        long oldest = 0;
        long when = Long.MAX_VALUE;
        for (Iterator<Map.Entry<Long, Long>> entries = lastSeen.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<Long, Long> entry = entries.next();
            if (entry.getValue() < when) {
                when = entry.getValue();
                oldest = entry.getKey();
            }
        }
        return oldest;
    }
}
