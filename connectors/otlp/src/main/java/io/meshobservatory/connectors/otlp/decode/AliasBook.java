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
    private int edition;
    private List<Alias> aliases = new ArrayList<>();

    /** What was seen last, of which nothing is left to tell: spans of one request mostly tell the same. */
    private @Nullable Subject lastSubject;

    private long lastMinute;

    /** A request begins; if the one before it did not end, it was refused. */
    void beginRequest() {
        for (int i = given.size() - 1; i >= 0; i--) {
            given.get(i).takeBack();
        }
        given.clear();
        lastSubject = null;
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

    /** Changes when everything was forgotten: subjects that were found before are then to be looked up again. */
    int edition() {
        return edition;
    }

    /**
     * What there is to tell of a workload.
     *
     * @param address its address, with or without a port; null where not told
     */
    Subject subject(Workload workload, @Nullable String address) {
        Node node = workload.node();
        if (node.name().equals(Node.UNKNOWN_NAME)) {
            return new Subject(workload, address, null, null);
        }
        Names names = namesOf(workload);
        return new Subject(
                workload,
                address,
                node.kind() == NodeKind.SERVICE ? names.byName : null,
                address == null ? null : minutesOf(names, address));
    }

    /** A workload was seen. */
    @SuppressWarnings("ReferenceEquality") // only to save a look
    void see(Subject subject, long timeMillis) {
        long minute = Math.floorDiv(timeMillis, MILLIS_PER_MINUTE);
        if (minute == lastMinute && lastSubject != null && (subject == lastSubject || subject.isAs(lastSubject))) {
            return;
        }
        lastSubject = subject;
        lastMinute = minute;
        Workload workload = subject.workload;
        Node node = workload.node();
        if (subject.byName != null && mark(subject.byName, minute)) {
            aliases.add(new Alias(Alias.ofName(node), workload, timeMillis));
            if (!node.namespace().equals(Node.UNKNOWN_NAME)) {
                aliases.add(new Alias(Alias.ofBareName(node), workload, timeMillis));
            }
        }
        Minutes minutes = subject.byAddress;
        if (minutes != null && minutes.address != null && mark(minutes, minute)) {
            aliases.add(new Alias(Alias.ofAddress(node.cluster(), minutes.address), workload, timeMillis));
        }
    }

    private Minutes minutesOf(Names names, String text) {
        Minutes minutes = names.byAddress.get(text);
        if (minutes == null) {
            minutes = new Minutes(Hosts.address(text));
            names.byAddress.put(text, minutes);
            keptCount++;
        }
        return minutes;
    }

    private Names namesOf(Workload workload) {
        Names names = kept.get(workload);
        if (names == null || keptCount >= MAX_KEPT) {
            if (keptCount >= MAX_KEPT) {
                kept.clear();
                keptCount = 0;
                edition++;
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

    /** A workload at an address, and in which minutes what was told of them. */
    static final class Subject {
        private final Workload workload;
        private final @Nullable String address;
        private final @Nullable Minutes byName;
        private final @Nullable Minutes byAddress;

        private Subject(
                Workload workload, @Nullable String address, @Nullable Minutes byName, @Nullable Minutes byAddress) {
            this.workload = workload;
            this.address = address;
            this.byName = byName;
            this.byAddress = byAddress;
        }

        private boolean isAs(Subject other) {
            return workload.equals(other.workload) && Objects.equals(address, other.address);
        }
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
