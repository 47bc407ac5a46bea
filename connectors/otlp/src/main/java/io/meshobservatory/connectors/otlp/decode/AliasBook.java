/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.connectors.otlp.names.Hosts;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives the names and addresses under which the workloads of a stream of spans may be known to others: each at most once
 * for a minute of event time. Remembers at most {@value #MAX_KEPT} of them; past that it forgets all, and repeats some. What
 * a request gave that turned out to be damaged in the end counts as not given. Not thread-safe.
 */
final class AliasBook {
    private static final int MAX_KEPT = 200_000;
    private static final long MILLIS_PER_MINUTE = 60_000;

    private final Map<Workload, Names> kept = new HashMap<>();
    private final List<Minutes> given = new ArrayList<>();
    private int keptCount;
    private List<Alias> aliases = new ArrayList<>();

    /** What was seen last, of which nothing is left to tell: spans of one request mostly tell the same. */
    private @Nullable Workload lastWorkload;

    private @Nullable String lastAddress;
    private long lastMinute;

    /** A request begins; if the one before it did not end, it was refused. */
    void beginRequest() {
        for (int i = given.size() - 1; i >= 0; i--) {
            given.get(i).takeBack();
        }
        given.clear();
        lastWorkload = null;
        aliases = new ArrayList<>();
    }

    /** The aliases of the request. */
    List<Alias> endRequest() {
        for (Minutes minutes : given) {
            minutes.keep();
        }
        given.clear();
        return aliases;
    }

    /**
     * A workload was seen.
     *
     * @param address its address, with or without a port; null where not told
     */
    void see(Workload workload, @Nullable String address, long timeMillis) {
        long minute = Math.floorDiv(timeMillis, MILLIS_PER_MINUTE);
        if (workload.equals(lastWorkload) && minute == lastMinute && Objects.equals(address, lastAddress)) {
            return;
        }
        lastWorkload = workload;
        lastAddress = address;
        lastMinute = minute;
        Node node = workload.node();
        if (node.name().equals(Node.UNKNOWN_NAME)) {
            return;
        }
        Names names = namesOf(workload);
        if (node.kind() == NodeKind.SERVICE && mark(names.byName, minute)) {
            aliases.add(new Alias(Alias.ofName(node), workload, timeMillis));
            if (!node.namespace().equals(Node.UNKNOWN_NAME)) {
                aliases.add(new Alias(Alias.ofBareName(node), workload, timeMillis));
            }
        }
        if (address != null) {
            seeAddress(names, workload, address, minute, timeMillis);
        }
    }

    private void seeAddress(Names names, Workload workload, String text, long minute, long timeMillis) {
        Minutes minutes = names.byAddress.get(text);
        if (minutes == null) {
            minutes = new Minutes(Hosts.address(text));
            names.byAddress.put(text, minutes);
            keptCount++;
        }
        String address = minutes.address;
        if (address != null && mark(minutes, minute)) {
            aliases.add(new Alias(Alias.ofAddress(workload.node().cluster(), address), workload, timeMillis));
        }
    }

    private Names namesOf(Workload workload) {
        Names names = kept.get(workload);
        if (names == null || keptCount >= MAX_KEPT) {
            if (keptCount >= MAX_KEPT) {
                kept.clear();
                keptCount = 0;
            }
            names = new Names();
            kept.put(workload, names);
            keptCount++;
        }
        return names;
    }

    private boolean mark(Minutes minutes, long minute) {
        if (!minutes.mark(minute)) {
            return false;
        }
        if (!minutes.pending) {
            minutes.pending = true;
            given.add(minutes);
        }
        return true;
    }

    private static final class Names {
        private final Minutes byName = new Minutes(null);
        private final Map<String, Minutes> byAddress = new HashMap<>();
    }

    /** The minutes of the last hour, roughly, in which an alias was given. */
    private static final class Minutes {
        private static final int SPAN = 64;

        private final @Nullable String address;
        private boolean pending;
        private long latest = Long.MIN_VALUE / 2;
        private long bits;
        private long keptLatest = latest;
        private long keptBits;

        Minutes(@Nullable String address) {
            this.address = address;
        }

        /** Whether the minute is new. A clock that is set back by more than the span begins anew. */
        boolean mark(long minute) {
            long behind = latest - minute;
            if (behind < 0 || behind >= SPAN) {
                bits = behind < 0 && -behind < SPAN ? bits << -behind : 0;
                bits |= 1;
                latest = minute;
                return true;
            }
            long bit = 1L << behind;
            boolean isNew = (bits & bit) == 0;
            bits |= bit;
            return isNew;
        }

        void keep() {
            pending = false;
            keptLatest = latest;
            keptBits = bits;
        }

        void takeBack() {
            pending = false;
            latest = keptLatest;
            bits = keptBits;
        }
    }
}
