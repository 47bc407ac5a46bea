/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what was noticed in a minute. Not thread-safe. */
final class Findings {
    /** Nothing is ever certain: a strength of 1 would say so. */
    private static final double MOST = 1 - 1e-9;

    private static final Comparator<Signal> STRONGEST_FIRST =
            Comparator.comparingDouble(Signal::strength).reversed().thenComparing(Comparator.naturalOrder());

    private final List<Signal> signals = new ArrayList<>();
    private int deployments;

    /** Notes that a finding was left out since a new version of the node explains it. */
    void explainedByDeployment() {
        deployments++;
    }

    int deployments() {
        return deployments;
    }

    boolean isEmpty() {
        return signals.isEmpty();
    }

    boolean has(SignalKind kind, EdgeMinute edge) {
        return signals.stream()
                .anyMatch(signal -> signal.kind() == kind
                        && edge.destination().equals(signal.destination())
                        && edge.source().equals(signal.source())
                        && edge.relation().protocol().equals(signal.protocol()));
    }

    void add(SignalKind kind, EdgeMinute edge, double strength, String subject, List<Measure> measures) {
        add(kind, edge, edge.destination(), edge.relation().protocol(), strength, subject, measures);
    }

    /** Notes what is not about a single destination. */
    void addOfSource(SignalKind kind, EdgeMinute example, double strength, String subject, List<Measure> measures) {
        add(kind, example, null, Node.UNKNOWN_NAME, strength, subject, measures);
    }

    /**
     * The strongest, in the order of signals: of each kind the first, then of each the second, and so on, so that much of one
     * kind does not hide another.
     */
    List<Signal> strongest(int limit) {
        List<Signal> strongest = new ArrayList<>(signals);
        strongest.sort(STRONGEST_FIRST);
        Map<SignalKind, Integer> places = new EnumMap<>(SignalKind.class);
        Map<Signal, Integer> placeOfKind = new IdentityHashMap<>();
        strongest.forEach(signal -> placeOfKind.put(signal, places.merge(signal.kind(), 1, Integer::sum)));
        strongest.sort(Comparator.<Signal>comparingInt(placeOfKind::get).thenComparing(STRONGEST_FIRST));
        List<Signal> kept = new ArrayList<>(strongest.subList(0, Math.min(limit, strongest.size())));
        Collections.sort(kept);
        return kept;
    }

    int size() {
        return signals.size();
    }

    private void add(
            SignalKind kind,
            EdgeMinute edge,
            @Nullable Node destination,
            String protocol,
            double strength,
            String subject,
            List<Measure> measures) {
        signals.add(new Signal(
                kind,
                edge.startMillis(),
                edge.startMillis() + EdgeMinute.MINUTE_MILLIS,
                edge.source(),
                destination,
                protocol,
                Math.max(0, Math.min(MOST, strength)),
                subject,
                measures,
                edge.traceIds()));
    }
}
