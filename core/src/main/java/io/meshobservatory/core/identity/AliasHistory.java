/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.WindowSize;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who was known by one name, and when, in ten-second windows.
 *
 * <p>For a window only those claims count that were made from an hour before it until its allowed lateness is over: what
 * comes later could not change the window any more. So the same claims give the same owner in any order of arrival.
 *
 * <ul>
 *   <li>An address belongs to the workload whose claims enclose the window, else to the one whose claims are nearest. If two
 *       nodes are equally near (pods that share their host's address claim it at the same time), it belongs to nobody.
 *   <li>A name belongs to a node if no other claims it. Whoever bears the name goes before those that are only called so.
 *   <li>A node that is told without its cluster or namespace yields to the only claimant that may be the same, told fully.
 *   <li>The version is the nearest that the node tells; if several are equally near, it is not known.
 * </ul>
 *
 * <p>Of each 64 windows at most {@value #MAX_OWNERS} workloads are kept, those with the smallest scrambled hash. Not
 * thread-safe.
 */
public final class AliasHistory {
    static final int MAX_OWNERS = 16;

    /** How many windows before a window a claim still counts: one hour. */
    static final long MEMORY_WINDOWS = WindowSize.ONE_HOUR.millis() / WindowSize.TEN_SECONDS.millis();

    private static final byte FORMAT = 1;
    private static final NodeKind[] NODE_KINDS = NodeKind.values();

    private static final Comparator<Workload> BY_HASH = Comparator.comparingInt(AliasHistory::scrambled)
            .thenComparing(Workload::node)
            .thenComparing(Workload::version);

    private final Map<Workload, Sightings> owners = new HashMap<>();

    /**
     * Notes that a workload was known by the name at a time, milliseconds since the epoch.
     *
     * @return whether that is new and kept
     */
    public boolean add(Workload owner, long timeMillis) {
        Sightings sightings = owners.computeIfAbsent(owner, key -> new Sightings());
        long window = window(timeMillis);
        if (!sightings.add(window)) {
            return false;
        }
        return owners.size() <= MAX_OWNERS || !owner.equals(forgetGreatest(window));
    }

    /**
     * Who was known by a name in a window, null if nobody or several are equally likely.
     *
     * @param name the node of kind {@link NodeKind#UNKNOWN} that stands for the name
     * @param windowStartMillis start of a ten-second window, milliseconds since the epoch
     * @param allowedLatenessMillis how long after its end the window may change, a multiple of ten seconds
     */
    public @Nullable Workload owner(Node name, long windowStartMillis, long allowedLatenessMillis) {
        AliasKind kind = AliasKind.of(name);
        Map<Node, Claim> claims = claims(kind, windowStartMillis, allowedLatenessMillis);
        if (claims.size() <= 1) {
            return nearest(claims);
        }
        if (claims.keySet().stream().anyMatch(node -> node.name().equals(name.name()))) {
            claims.keySet().removeIf(node -> !node.name().equals(name.name()));
        }
        joinHalfTold(claims);
        return nearest(claims);
    }

    private Map<Node, Claim> claims(AliasKind kind, long windowStartMillis, long allowedLatenessMillis) {
        Map<Node, Claim> claims = new HashMap<>();
        if (kind == AliasKind.NONE) {
            return claims;
        }
        long window = window(windowStartMillis);
        long from = window - MEMORY_WINDOWS;
        long to = window + allowedLatenessMillis / WindowSize.TEN_SECONDS.millis();
        owners.forEach((owner, sightings) -> {
            long first = sightings.first(from, to);
            if (first != Sightings.NONE) {
                long distance = kind == AliasKind.NAME ? 0 : distance(window, first, sightings.last(from, to));
                claims.computeIfAbsent(owner.node(), node -> new Claim()).add(owner.version(), distance);
            }
        });
        return claims;
    }

    /** An application that does not tell its namespace claims the name of its pod beside the sidecar that tells it. */
    private static void joinHalfTold(Map<Node, Claim> claims) {
        List<Node> fullest = claims.keySet().stream()
                .filter(node -> claims.keySet().stream().noneMatch(other -> other.fills(node)))
                .toList();
        for (Node half : List.copyOf(claims.keySet())) {
            List<Node> fuller =
                    fullest.stream().filter(node -> node.fills(half)).toList();
            if (fuller.size() == 1) {
                Claim joined = claims.get(fuller.get(0));
                Claim left = claims.remove(half);
                if (joined != null && left != null) {
                    joined.add(left.version, left.distance);
                }
            }
        }
    }

    /**
     * Forgets the claims that no window can need any more.
     *
     * @param nowMillis event time, milliseconds since the epoch
     * @param allowedLatenessMillis how long after its end a window may change
     */
    public void forget(long nowMillis, long allowedLatenessMillis) {
        if (nowMillis == Long.MAX_VALUE) {
            owners.clear();
            return;
        }
        long oldestChanging = window(nowMillis - allowedLatenessMillis);
        for (Iterator<Sightings> all = owners.values().iterator(); all.hasNext(); ) {
            Sightings sightings = all.next();
            sightings.forgetBefore(oldestChanging - MEMORY_WINDOWS - 1);
            if (sightings.isEmpty()) {
                all.remove();
            }
        }
    }

    /** When, in milliseconds since the epoch, a claim made at a time is surely forgotten. */
    public static long forgottenMillis(long timeMillis, long allowedLatenessMillis) {
        // claims are forgotten in blocks of 64 windows
        return WindowSize.TEN_SECONDS.startMillis(timeMillis)
                + (MEMORY_WINDOWS + 1 + 64) * WindowSize.TEN_SECONDS.millis()
                + allowedLatenessMillis;
    }

    public boolean isEmpty() {
        return owners.isEmpty();
    }

    /** A copy that shares nothing that can change. */
    public AliasHistory copy() {
        AliasHistory copy = new AliasHistory();
        owners.forEach((owner, sightings) -> copy.owners.put(owner, sightings.copy()));
        return copy;
    }

    /** Writes the state: format byte, number of workloads, then each with the windows in which it was seen. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeInt(owners.size());
        for (Map.Entry<Workload, Sightings> entry : owners.entrySet()) {
            Node node = entry.getKey().node();
            out.writeUTF(node.cluster());
            out.writeUTF(node.namespace());
            out.writeUTF(node.name());
            out.writeByte(node.kind().ordinal());
            out.writeUTF(entry.getKey().version());
            entry.getValue().write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the format is not known
     */
    public static AliasHistory read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("alias history in format " + format + " (expected: " + FORMAT + ")");
        }
        AliasHistory history = new AliasHistory();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            Node node = new Node(in.readUTF(), in.readUTF(), in.readUTF(), NODE_KINDS[in.readByte()]);
            history.owners.put(new Workload(node, in.readUTF()), Sightings.read(in));
        }
        return history;
    }

    /**
     * Forgets whoever has the greatest scrambled hash among too many that were seen in the block of a window; null if they
     * are not too many. Whoever is kept in the end was kept all the time, so the order of the claims makes no difference.
     */
    private @Nullable Workload forgetGreatest(long window) {
        int seen = 0;
        Workload greatest = null;
        for (Map.Entry<Workload, Sightings> owner : owners.entrySet()) {
            if (owner.getValue().hasBlockOf(window)) {
                seen++;
                if (greatest == null || BY_HASH.compare(owner.getKey(), greatest) > 0) {
                    greatest = owner.getKey();
                }
            }
        }
        if (seen <= MAX_OWNERS || greatest == null) {
            return null;
        }
        Sightings sightings = owners.get(greatest);
        if (sightings != null) {
            sightings.forgetBlockOf(window);
            if (sightings.isEmpty()) {
                owners.remove(greatest);
            }
        }
        return greatest;
    }

    /** The finalizer of MurmurHash3 (Austin Appleby, public domain), so that similar names lie far apart. */
    private static int scrambled(Workload owner) {
        int hash = owner.node().hashCode() * 31 + owner.version().hashCode();
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    private static @Nullable Workload nearest(Map<Node, Claim> claims) {
        long least = Long.MAX_VALUE;
        Workload nearest = null;
        for (Map.Entry<Node, Claim> entry : claims.entrySet()) {
            Claim claim = entry.getValue();
            if (claim.distance < least) {
                least = claim.distance;
                nearest = new Workload(entry.getKey(), claim.version);
            } else if (claim.distance == least) {
                nearest = null;
            }
        }
        return nearest;
    }

    private static long distance(long window, long first, long last) {
        return Math.max(0, Math.max(first - window, window - last));
    }

    private static long window(long timeMillis) {
        return Math.floorDiv(timeMillis, WindowSize.TEN_SECONDS.millis());
    }

    /** The claims of one node: how near the nearest is, and which version the nearest tells that tells one. */
    private static final class Claim {
        private long distance = Long.MAX_VALUE;
        private long toldDistance = Long.MAX_VALUE;
        private String version = Node.UNKNOWN_NAME;

        void add(String toldVersion, long claimDistance) {
            distance = Math.min(distance, claimDistance);
            if (toldVersion.equals(Node.UNKNOWN_NAME) || claimDistance > toldDistance) {
                return;
            }
            boolean contested = claimDistance == toldDistance && !version.equals(toldVersion);
            version = contested ? Node.UNKNOWN_NAME : toldVersion;
            toldDistance = claimDistance;
        }
    }
}
