/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.WindowSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a limited number of names into the graph of one cluster, so that ids in names, or somebody who scans, cannot make it
 * grow without bound.
 *
 * <p>New names are let in window by window, those of services before those of nodes that never sent telemetry, and then in
 * the order of the names: who gets in does not depend on who came first within a window. Nodes that never sent telemetry
 * (addresses, hosts) get at most a quarter of the room. A name that was not seen for an hour leaves its room to others. Not
 * thread-safe.
 */
public final class NameRegistry {
    /** How many windows a name is kept after it was last seen: one hour. */
    static final long MEMORY_WINDOWS = WindowSize.ONE_HOUR.millis() / WindowSize.TEN_SECONDS.millis();

    private static final int UNSEEN_SHARE = 4;

    private static final Comparator<Node> SEEN_FIRST =
            Comparator.comparing(Node::isUnseen).thenComparing(Comparator.naturalOrder());

    /** Where the names are kept. */
    public interface Store {
        /** What is known of a name, null if it is not in. */
        @Nullable
        NameUse get(Node node);

        /** Keeps a name, or replaces what is known of it. */
        void put(Node node, NameUse use);

        /** Takes a name out. */
        void remove(Node node);

        /** Visits all names, in any order; none is put or removed meanwhile. */
        void forEach(BiConsumer<Node, NameUse> visitor);
    }

    private final Store store;
    private final int maxNames;
    private final int maxVersions;

    /**
     * @param store where the names are kept
     * @param maxNames how many names are let in
     * @param maxVersions how many versions of each
     */
    public NameRegistry(Store store, int maxNames, int maxVersions) {
        this.store = store;
        this.maxNames = maxNames;
        this.maxVersions = maxVersions;
    }

    /** Whether all names and versions of an edge are in; if so, they are noted as seen in the window. */
    public boolean passes(Edge edge, long windowStartMillis) {
        long window = window(windowStartMillis);
        NameUse source = ifIn(edge.source(), edge.sourceVersion(), window);
        NameUse destination = ifIn(edge.destination(), edge.destinationVersion(), window);
        if (source == null || destination == null) {
            return false;
        }
        note(edge.source(), source, edge.sourceVersion(), window);
        boolean itself = edge.source().equals(edge.destination());
        NameUse noted = itself ? store.get(edge.destination()) : destination;
        note(edge.destination(), noted == null ? destination : noted, edge.destinationVersion(), window);
        return true;
    }

    /**
     * Lets in, as far as there is room, the names of a window's edges that wait.
     *
     * @return what was refused
     */
    public RefusedNames admit(long windowStartMillis, Collection<Edge> waiting) {
        long window = window(windowStartMillis);
        Map<Node, Set<String>> wanted = new HashMap<>();
        for (Edge edge : waiting) {
            want(edge.source(), edge.sourceVersion(), wanted);
            want(edge.destination(), edge.destinationVersion(), wanted);
        }
        RefusedNames refused = new RefusedNames();
        admitNames(wanted.keySet(), window, refused);
        wanted.forEach((node, versions) -> {
            if (!refused.has(node)) {
                admitVersions(node, versions, window, refused);
            }
        });
        return refused;
    }

    /** Forgets the names that were not seen for an hour before a time, milliseconds since the epoch. */
    public void forget(long timeMillis) {
        long window = window(timeMillis);
        List<Node> stale = new ArrayList<>();
        store.forEach((node, use) -> {
            if (!isFresh(use.lastWindow(), window)) {
                stale.add(node);
            }
        });
        stale.forEach(store::remove);
    }

    private void admitNames(Set<Node> wanted, long window, RefusedNames refused) {
        List<Node> newcomers = new ArrayList<>();
        for (Node node : wanted) {
            NameUse use = store.get(node);
            if (use != null && isFresh(use.lastWindow(), window)) {
                store.put(node, use.seen(window));
            } else {
                newcomers.add(node);
            }
        }
        if (newcomers.isEmpty()) {
            return;
        }
        newcomers.sort(SEEN_FIRST);
        Room room = room(window);
        for (Node node : newcomers) {
            if (room.take(node)) {
                store.put(node, NameUse.at(window));
            } else {
                refused.add(node);
            }
        }
    }

    private void admitVersions(Node node, Set<String> versions, long window, RefusedNames refused) {
        NameUse known = store.get(node);
        if (known == null || versions.isEmpty()) {
            return;
        }
        Map<String, Long> in = new TreeMap<>(known.versions());
        in.replaceAll(
                (version, last) -> versions.contains(version) && isFresh(last, window) ? Math.max(last, window) : last);
        in.values().removeIf(last -> !isFresh(last, window));
        for (String version : versions) {
            if (in.containsKey(version) || in.size() < maxVersions) {
                in.merge(version, window, Math::max);
            } else {
                refused.add(node, version);
            }
        }
        store.put(node, new NameUse(known.lastWindow(), in));
    }

    /** Counts the names, and forgets the stale ones among them. */
    private Room room(long window) {
        forget(window * WindowSize.TEN_SECONDS.millis());
        Room room = new Room();
        store.forEach((node, use) -> room.count(node));
        return room;
    }

    private static void want(Node node, String version, Map<Node, Set<String>> wanted) {
        if (!isOverflow(node)) {
            Set<String> versions = wanted.computeIfAbsent(node, key -> Set.of());
            if (isCounted(version)) {
                if (versions.isEmpty()) {
                    versions = new TreeSet<>();
                    wanted.put(node, versions);
                }
                versions.add(version);
            }
        }
    }

    private @Nullable NameUse ifIn(Node node, String version, long window) {
        if (isOverflow(node)) {
            return NameUse.at(window);
        }
        NameUse use = store.get(node);
        if (use == null || !isFresh(use.lastWindow(), window)) {
            return null;
        }
        Long last = use.versions().get(version);
        return !isCounted(version) || (last != null && isFresh(last, window)) ? use : null;
    }

    private void note(Node node, NameUse use, String version, long window) {
        NameUse seen = isCounted(version) ? use.seen(version, window) : use.seen(window);
        if (seen != use && !isOverflow(node)) {
            store.put(node, seen);
        }
    }

    private static boolean isFresh(long lastWindow, long window) {
        return lastWindow >= window - MEMORY_WINDOWS;
    }

    private static boolean isOverflow(Node node) {
        return node.name().equals(Overflow.NAME);
    }

    private static boolean isCounted(String version) {
        return !version.equals(Node.UNKNOWN_NAME) && !version.equals(Overflow.NAME);
    }

    private static long window(long timeMillis) {
        return Math.floorDiv(timeMillis, WindowSize.TEN_SECONDS.millis());
    }

    private final class Room {
        private int names;
        private int unseen;

        void count(Node node) {
            names++;
            unseen += node.isUnseen() ? 1 : 0;
        }

        boolean take(Node node) {
            boolean free = names < maxNames && (!node.isUnseen() || unseen < maxNames / UNSEEN_SHARE);
            if (free) {
                count(node);
            }
            return free;
        }
    }
}
