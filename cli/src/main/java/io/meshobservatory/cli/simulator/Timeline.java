/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.traffic.Stream;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A mesh over time: a scenario, how it is altered for a while, and the streams that come on top of its entries. Between two
 * moments at which something changes, it is a scenario that does not change. Immutable.
 */
public final class Timeline {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Scenario whole;
    private final NavigableMap<Long, Scenario> phases;
    private final List<Stream> streams;

    private Timeline(Scenario whole, NavigableMap<Long, Scenario> phases, List<Stream> streams) {
        this.whole = whole;
        this.phases = phases;
        this.streams = List.copyOf(streams);
    }

    /** A scenario that stays as it is. */
    public static Timeline of(Scenario scenario) {
        return of(scenario, List.of(), List.of());
    }

    /**
     * A scenario that is altered.
     *
     * @param whole everything that there is at any time
     * @param alterations applied in this order where several hold at once
     * @param streams with different ids
     * @throws IllegalArgumentException if an alteration adds or takes away something, or a stream names what there is not
     */
    public static Timeline of(Scenario whole, List<Alteration> alterations, List<Stream> streams) {
        requireNonNull(whole, "whole");
        NavigableMap<Long, Scenario> phases = new TreeMap<>();
        phases.put(Long.MIN_VALUE, whole);
        for (long moment : moments(alterations)) {
            Scenario scenario = whole;
            for (Alteration alteration : alterations) {
                if (nanos(alteration.from()) <= moment && moment < nanos(alteration.until())) {
                    scenario = alteration.change().apply(scenario);
                }
            }
            requireSameParts(whole, scenario);
            requireEnd(scenario);
            phases.put(moment, scenario);
        }
        Set<String> ids = new TreeSet<>();
        for (Stream stream : streams) {
            if (!ids.add(stream.id())) {
                throw new IllegalArgumentException("stream '" + stream.id() + "' twice (expected: different ids)");
            }
            whole.service(stream.origin().name());
            if (!whole.targets().containsKey(stream.to())) {
                whole.service(stream.to());
            }
        }
        return new Timeline(whole, phases, streams);
    }

    /** Everything that there is at any time. */
    public Scenario whole() {
        return whole;
    }

    /** The mesh as it is at a moment, nanoseconds since the epoch. */
    public Scenario at(long nanos) {
        return phases.size() == 1 ? whole : phases.floorEntry(nanos).getValue();
    }

    /** All that it is at one time or another. */
    public Collection<Scenario> phases() {
        return Collections.unmodifiableCollection(phases.values());
    }

    /** The requests that come on top of those of the entries. */
    public List<Stream> streams() {
        return streams;
    }

    /** The same with other signals, at least one. */
    public Timeline withSignals(Set<Signal> signals) {
        return map(scenario -> scenario.withSignals(signals));
    }

    private Timeline map(UnaryOperator<Scenario> change) {
        NavigableMap<Long, Scenario> changed = new TreeMap<>();
        phases.forEach((begin, scenario) -> changed.put(begin, change.apply(scenario)));
        return new Timeline(change.apply(whole), changed, streams);
    }

    private static Set<Long> moments(List<Alteration> alterations) {
        Set<Long> moments = new TreeSet<>();
        for (Alteration alteration : alterations) {
            moments.add(nanos(alteration.from()));
            moments.add(nanos(alteration.until()));
        }
        return moments;
    }

    private static void requireSameParts(Scenario whole, Scenario altered) {
        boolean same = whole.targets().keySet().equals(altered.targets().keySet())
                && List.copyOf(whole.services().keySet())
                        .equals(List.copyOf(altered.services().keySet()));
        if (same) {
            for (Map.Entry<String, ServiceSpec> service : whole.services().entrySet()) {
                same &= names(service.getValue()).equals(names(altered.service(service.getKey())));
            }
        }
        if (!same) {
            throw new IllegalArgumentException(
                    "an alteration adds, takes away or reorders services, versions or targets"
                            + " (expected: the parts that the whole has, by other figures)");
        }
    }

    private static void requireEnd(Scenario scenario) {
        try {
            ScenarioChecks.checkCalls(scenario);
        } catch (ScenarioException endless) {
            throw new IllegalArgumentException(
                    "an alteration makes calls without end: " + endless.getMessage(), endless);
        }
    }

    private static List<String> names(ServiceSpec service) {
        return service.versions().stream().map(VersionSpec::name).toList();
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
    }
}
