/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.core.window.LatencyHistogram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/** What the points of one target come to: sums per edge and window, facts, aliases, unusable points. Not thread-safe. */
public final class TargetResults {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::edge)
            .thenComparingLong(Place::windowStartMillis)
            .thenComparing(Place::vantage);

    private final Map<Place, EdgeStats> sums = new TreeMap<>(ORDER);
    private final List<Fact> facts = new ArrayList<>();
    private final List<Alias> aliases = new ArrayList<>();
    private final Map<UnusableReason, Long> unusable = new EnumMap<>(UnusableReason.class);

    /** One sum per edge, window and vantage, in their order. */
    public List<EdgeDelta> deltas() {
        List<EdgeDelta> deltas = new ArrayList<>(sums.size());
        sums.forEach((place, stats) -> {
            if (!stats.isEmpty()) {
                deltas.add(new EdgeDelta(place.edge(), place.windowStartMillis(), place.vantage(), stats));
            }
        });
        return deltas;
    }

    /** The facts, in the order of their times. */
    public List<Fact> facts() {
        return facts;
    }

    /** Under which other names the target's workload is known. */
    public List<Alias> aliases() {
        return aliases;
    }

    /** How many points could not be used, by reason. */
    public Map<UnusableReason, Long> unusable() {
        return unusable;
    }

    void add(Fact fact) {
        facts.add(fact);
    }

    void add(Alias alias) {
        aliases.add(alias);
    }

    void addUnusable(UnusableReason reason) {
        unusable.merge(reason, 1L, Long::sum);
    }

    void add(SeriesMeaning.OfEdge meaning, Reading grown, WindowSpread spread) {
        for (int window = 0; window < spread.windows(); window++) {
            EdgeStats stats = sums.computeIfAbsent(
                    new Place(meaning.edge(), spread.windowStartMillis(window), meaning.vantage()),
                    place -> new EdgeStats());
            if (add(stats, meaning, grown, spread.share(window))) {
                stats.seen(spread.firstMillis(window), spread.lastMillis(window));
            }
        }
    }

    /** Adds a share to the sums of a window; whether it is anything. */
    private static boolean add(EdgeStats stats, SeriesMeaning.OfEdge meaning, Reading grown, LongUnaryOperator share) {
        if (meaning.quantity() == SeriesMeaning.Quantity.LATENCIES) {
            return addLatencies(stats, meaning.vantage(), grown, share);
        }
        long amount = share.applyAsLong(grown.amount());
        if (amount == 0) {
            return false;
        }
        Exchange alike = meaning.alike();
        switch (meaning.quantity()) {
            case CALLS -> stats.addCounted(amount, alike);
            case REQUEST_BYTES -> stats.addBytes(amount, 0);
            case RESPONSE_BYTES -> stats.addBytes(0, amount);
            case CONNECTIONS_OPENED -> stats.addConnections(amount, 0, alike);
            case CONNECTIONS_CLOSED -> stats.addConnections(0, amount, alike);
            default -> throw new IllegalStateException("no such quantity: " + meaning.quantity());
        }
        return true;
    }

    private static boolean addLatencies(EdgeStats stats, Vantage vantage, Reading grown, LongUnaryOperator share) {
        if (grown.buckets() == null) {
            return false;
        }
        LatencyHistogram latencies = new LatencyHistogram();
        grown.buckets().addTo(latencies, share);
        long sumNanos = share.applyAsLong(grown.amount());
        if (vantage == Vantage.METRICS_SOURCE) {
            stats.addClientLatency(latencies, sumNanos);
        } else {
            stats.addServerLatency(latencies, sumNanos);
        }
        return latencies.count() > 0;
    }

    private record Place(Edge edge, long windowStartMillis, Vantage vantage) {}
}
