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
        if (meaning.quantity() == SeriesMeaning.Quantity.LATENCIES) {
            addLatencies(meaning, grown, spread);
            return;
        }
        for (int window = 0; window < spread.windows(); window++) {
            EdgeStats stats = stats(meaning, spread, window);
            if (meaning.quantity() == SeriesMeaning.Quantity.CALLS) {
                stats.addTold();
            }
            long amount = spread.share(window).applyAsLong(grown.amount());
            if (amount > 0) {
                add(stats, meaning, amount);
                stats.seen(spread.firstMillis(window), spread.lastMillis(window));
            }
        }
    }

    private static void add(EdgeStats stats, SeriesMeaning.OfEdge meaning, long amount) {
        Exchange alike = meaning.alike();
        switch (meaning.quantity()) {
            case CALLS -> stats.addCounted(amount, alike);
            case REQUEST_BYTES -> stats.addBytes(amount, 0);
            case RESPONSE_BYTES -> stats.addBytes(0, amount);
            case CONNECTIONS_OPENED -> stats.addConnections(amount, 0, alike);
            case CONNECTIONS_CLOSED -> stats.addConnections(0, amount, alike);
            default -> throw new IllegalStateException("no such quantity: " + meaning.quantity());
        }
    }

    /** Their sum goes where they go, in proportion: a window without a latency gets nothing of it. */
    private void addLatencies(SeriesMeaning.OfEdge meaning, Reading grown, WindowSpread spread) {
        Buckets buckets = grown.buckets();
        if (buckets == null) {
            return;
        }
        long placed = 0;
        for (int window = 0; window < spread.windows(); window++) {
            LatencyHistogram latencies = new LatencyHistogram();
            buckets.addTo(latencies, spread.share(window));
            if (latencies.count() == 0) {
                continue;
            }
            long before = sumOf(placed, grown.amount(), buckets.count());
            placed += latencies.count();
            long sumNanos = sumOf(placed, grown.amount(), buckets.count()) - before;
            EdgeStats stats = stats(meaning, spread, window);
            if (meaning.vantage() == Vantage.METRICS_SOURCE) {
                stats.addClientLatency(latencies, sumNanos);
            } else {
                stats.addServerLatency(latencies, sumNanos);
            }
            stats.seen(spread.firstMillis(window), spread.lastMillis(window));
        }
    }

    /** The part of the sum that belongs to as many of all; the whole sum for all, exactly. */
    private static long sumOf(long placed, long sum, long all) {
        return placed == all ? sum : Math.min(sum, (long) ((double) sum * placed / all));
    }

    private EdgeStats stats(SeriesMeaning.OfEdge meaning, WindowSpread spread, int window) {
        return sums.computeIfAbsent(
                new Place(meaning.edge(), spread.windowStartMillis(window), meaning.vantage()),
                place -> new EdgeStats());
    }

    private record Place(Edge edge, long windowStartMillis, Vantage vantage) {}
}
