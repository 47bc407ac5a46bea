/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Workload;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered of one target: its series, and whose proxy it is. Not thread-safe.
 *
 * <p>A target that was not read for {@link #MEMORY_MILLIS} is a new one when it comes back.
 *
 * <p>A target may have several views, for instance two ports that tell the same counters, perhaps with different labels. The
 * best view leads. What others tell of a series that the leading view told too is another reading of that series; of the rest
 * nobody knows whether it is something else, so it does not count. A view leads until the target is forgotten, or a better one
 * comes.
 */
public final class TargetCounter {
    /** How long a series is remembered without new points, and a target without being read, in milliseconds of event time. */
    public static final long MEMORY_MILLIS = 3_600_000;

    /** How many series of one target are followed: a gateway in a large mesh has thousands. */
    public static final int MAX_SERIES = 20_000;

    private static final long ALIAS_INTERVAL_MILLIS = 60_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final byte FORMAT = 2;
    private static final TargetIdentity.Evidence[] EVIDENCE = TargetIdentity.Evidence.values();
    private static final NodeKind[] NODE_KINDS = NodeKind.values();

    /** Of these, only a level other than 0, and the return to 0, is a fact: else every cluster of every proxy would be. */
    private static final Set<FactKind> QUIET_AT_ZERO =
            EnumSet.of(FactKind.CIRCUIT_BREAKER_OPEN, FactKind.OUTLIERS_EJECTED);

    private final IncreaseTracker tracker;
    private TargetIdentity identity = TargetIdentity.UNKNOWN;
    private long aliasTimeMillis = Long.MIN_VALUE;
    private @Nullable String leadingView;

    /** A target of which nothing is known. */
    public TargetCounter() {
        this(new IncreaseTracker(MAX_SERIES));
    }

    private TargetCounter(IncreaseTracker tracker) {
        this.tracker = tracker;
    }

    /**
     * Takes note of what was read from the target up to a time.
     *
     * @param batches what was read; all later than what was given before, or late
     * @param nowMillis event time: windows are open if their last millisecond plus the reach is later
     * @param reachMillis how long after its end a window takes part in increases, a multiple of ten seconds
     */
    public TargetResults process(List<TargetPoints> batches, long nowMillis, long reachMillis) {
        TargetResults results = new TargetResults();
        if (batches.isEmpty()) {
            return results;
        }
        String leading = lead(batches);
        List<Told> points = new ArrayList<>();
        TreeSet<Long> seen = new TreeSet<>();
        for (TargetPoints batch : batches) {
            identity = identity.then(batch.identity());
            boolean leads = batch.view().equals(leading);
            batch.points().forEach(point -> points.add(new Told(point, leads)));
            if (leads) {
                seen.addAll(batch.seenNanos());
            }
        }
        points.sort(Told.ORDER);
        Node address = batches.get(0).address();
        Windows windows = new Windows(nowMillis, reachMillis);
        for (Told told : points) {
            while (!seen.isEmpty() && seen.first() < told.point().timeNanos()) {
                tracker.seen(seen.pollFirst());
            }
            if (told.leads() || tracker.follows(told.point().series())) {
                count(told.point(), windows, address, results);
            }
        }
        seen.forEach(tracker::seen);
        tracker.forget((nowMillis - MEMORY_MILLIS) * NANOS_PER_MILLI);
        addAlias(address, results);
        return results;
    }

    /** Lets the best view lead. If that is another than before, only series that it tells, too, are followed further. */
    private String lead(List<TargetPoints> batches) {
        String best = leadingView;
        for (TargetPoints batch : batches) {
            best = best == null || batch.view().compareTo(best) < 0 ? batch.view() : best;
        }
        String leading = requireNonNull(best, "best");
        if (!leading.equals(leadingView)) {
            Set<SeriesId> told = new HashSet<>();
            for (TargetPoints batch : batches) {
                if (batch.view().equals(leading)) {
                    batch.points().forEach(point -> told.add(point.series()));
                }
            }
            tracker.beginAnew(told);
            leadingView = leading;
        }
        return leading;
    }

    /** Whether the target was not read for so long that it is to be forgotten. */
    public boolean isForgotten(long nowMillis) {
        return TargetPoints.lastMillisBefore(tracker.lastSeenNanos()) + MEMORY_MILLIS < nowMillis;
    }

    /** A copy that shares nothing that can change. */
    public TargetCounter copy() {
        TargetCounter copy = new TargetCounter(tracker.copy());
        copy.identity = identity;
        copy.aliasTimeMillis = aliasTimeMillis;
        copy.leadingView = leadingView;
        return copy;
    }

    /** Whose proxy it is. */
    public TargetIdentity identity() {
        return identity;
    }

    private void count(MetricPoint point, Windows windows, Node address, TargetResults results) {
        Consumer<UnusableReason> unusable = results::addUnusable;
        if (point.temporality() == Temporality.LEVEL) {
            addLevel(point, address, results, unusable);
            return;
        }
        Increase increase = tracker.observe(point, unusable);
        if (increase == null) {
            return;
        }
        if (point.meaning() instanceof SeriesMeaning.OfEdge edge) {
            WindowSpread spread = WindowSpread.of(increase, windows.nowMillis(), windows.reachMillis());
            if (spread == null) {
                unusable.accept(UnusableReason.TOO_LATE);
            } else {
                results.add(edge, increase.grown(), spread);
            }
        } else if (point.meaning() instanceof SeriesMeaning.OfFact fact) {
            results.add(fact(fact, point, address, increase.grown().amount()));
        }
    }

    private void addLevel(MetricPoint point, Node address, TargetResults results, Consumer<UnusableReason> unusable) {
        if (!(point.meaning() instanceof SeriesMeaning.OfFact fact)) {
            unusable.accept(UnusableReason.UNEXPECTED_TYPE);
            return;
        }
        double level = point.reading().level();
        if (QUIET_AT_ZERO.contains(fact.kind())) {
            double before = tracker.observeLevel(point, unusable);
            if (level == 0 && (before == 0 || Double.isNaN(before))) {
                return;
            }
        }
        results.add(fact(fact, point, address, level));
    }

    private Fact fact(SeriesMeaning.OfFact meaning, MetricPoint point, Node address, double value) {
        Workload self = identity.workload();
        Node node = meaning.node() != null ? meaning.node() : self != null ? self.node() : address;
        return new Fact(
                node,
                meaning.peer() == null ? null : near(meaning.peer(), node),
                meaning.kind(),
                meaning.detail(),
                TargetPoints.lastMillisBefore(point.timeNanos()),
                value);
    }

    /** The peer, in the cluster and namespace of the node where nothing tells another. */
    private static Node near(Node peer, Node node) {
        if (peer.kind() != NodeKind.SERVICE && peer.kind() != NodeKind.UNKNOWN) {
            return peer;
        }
        return new Node(
                peer.cluster().equals(Node.UNKNOWN_NAME) ? node.cluster() : peer.cluster(),
                peer.namespace().equals(Node.UNKNOWN_NAME) ? node.namespace() : peer.namespace(),
                peer.name(),
                peer.kind());
    }

    /** Tells the others whosethe target's address is, at most once a minute: addresses are given to others later. */
    private void addAlias(Node address, TargetResults results) {
        Workload self = identity.workload();
        long seenMillis = TargetPoints.lastMillisBefore(tracker.lastSeenNanos());
        if (self == null
                || address.name().equals(Node.UNKNOWN_NAME)
                || seenMillis - ALIAS_INTERVAL_MILLIS < aliasTimeMillis) {
            return;
        }
        aliasTimeMillis = seenMillis;
        results.add(new Alias(Alias.ofAddress(self.node().cluster(), address.name()), self, seenMillis));
    }

    /** Writes the state in a versioned form: format byte, identity, time of the alias, leading view, series. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeByte(identity.evidence().ordinal());
        Workload workload = identity.workload();
        out.writeBoolean(workload != null);
        if (workload != null) {
            out.writeUTF(workload.node().cluster());
            out.writeUTF(workload.node().namespace());
            out.writeUTF(workload.node().name());
            out.writeByte(workload.node().kind().ordinal());
            out.writeUTF(workload.version());
        }
        out.writeLong(aliasTimeMillis);
        out.writeBoolean(leadingView != null);
        if (leadingView != null) {
            out.writeUTF(leadingView);
        }
        tracker.write(out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the format is not known
     */
    public static TargetCounter read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("target in format " + format + " (expected: " + FORMAT + ")");
        }
        TargetIdentity.Evidence evidence = EVIDENCE[in.readByte()];
        Workload workload = null;
        if (in.readBoolean()) {
            Node node = new Node(in.readUTF(), in.readUTF(), in.readUTF(), NODE_KINDS[in.readByte()]);
            workload = new Workload(node, in.readUTF());
        }
        long aliasTimeMillis = in.readLong();
        String leadingView = in.readBoolean() ? in.readUTF() : null;
        TargetCounter counter = new TargetCounter(IncreaseTracker.read(in, MAX_SERIES));
        counter.identity = new TargetIdentity(evidence, workload);
        counter.aliasTimeMillis = aliasTimeMillis;
        counter.leadingView = leadingView;
        return counter;
    }

    /** A point, and whether it was read through the leading view. */
    private record Told(MetricPoint point, boolean leads) {
        static final Comparator<Told> ORDER = Comparator.comparing(Told::point, MetricPoint.ORDER)
                .thenComparing(Told::leads, Comparator.reverseOrder());
    }

    private record Windows(long nowMillis, long reachMillis) {}
}
