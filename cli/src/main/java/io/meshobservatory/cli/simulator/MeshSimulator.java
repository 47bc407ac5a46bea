/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.cli.simulator.graph.Signal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Simulates the telemetry of a mesh. What is sent at a moment is a function of the scenario, the seed and that moment
 * alone: a long stretch of time gives the same requests as its parts one after the other. Only counters begin where a feed
 * begins. Not thread-safe.
 */
public final class MeshSimulator {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Mesh mesh;
    /** The same mesh without metrics. */
    private final Mesh uncounted;

    private final Arrivals arrivals;
    private final long memoryNanos;

    /** A simulator of the scenario at its own rate. */
    public MeshSimulator(Scenario scenario, long seed) {
        this(scenario, seed, 1);
    }

    /** A simulator of a scenario that stays as it is; see {@link #MeshSimulator(Timeline, long, double)}. */
    public MeshSimulator(Scenario scenario, long seed, double rateFactor) {
        this(Timeline.of(scenario), seed, rateFactor);
    }

    /**
     * A simulator.
     *
     * @param seed any number; equal seeds give equal telemetry
     * @param rateFactor by how much the rates of the scenario's entries are multiplied, above 0; streams keep theirs
     */
    public MeshSimulator(Timeline timeline, long seed, double rateFactor) {
        requireNonNull(timeline, "timeline");
        if (!(rateFactor > 0 && rateFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rateFactor: " + rateFactor + " (expected: a number above 0)");
        }
        mesh = new Mesh(timeline);
        Set<Signal> others = EnumSet.copyOf(timeline.whole().signals());
        others.remove(Signal.METRICS);
        uncounted = others.isEmpty() ? mesh : new Mesh(timeline.withSignals(others));
        arrivals = new Arrivals(mesh, seed, rateFactor);
        memoryNanos = TraceBound.nanos(timeline) + Exporter.FLUSH_NANOS;
    }

    /**
     * All spans and access logs that the mesh sends in a stretch of time, with the traffic going on before and after it: at both ends
     * there are traces of which a part lies outside. Metrics are not among them: counters know no begin.
     *
     * @param from begin, inclusive
     * @param to end, exclusive; not before {@code from}
     * @param sink receives the requests in the order of their sending
     */
    public void sentBetween(Instant from, Instant to, Consumer<SimulatedRequest> sink) {
        long fromNanos = nanos(from);
        long toNanos = nanos(to);
        requireOrder(from, to);
        long beginSecond = Math.floorDiv(fromNanos - memoryNanos, NANOS_PER_SECOND);
        RequestStream stream = new RequestStream(uncounted, arrivals, beginSecond, ceilingSecond(toNanos));
        for (SimulatedRequest request = stream.nextBefore(toNanos);
                request != null;
                request = stream.nextBefore(toNanos)) {
            if (request.sendTimeNanos() >= fromNanos) {
                sink.accept(request);
            }
        }
    }

    /**
     * Everything that comes of the requests that arrive in a stretch of time: whole traces only, the last of which end
     * after it.
     *
     * @param from begin, inclusive, rounded down to the second
     * @param to end, exclusive, rounded up to the second; not before {@code from}
     */
    public Feed arrivingBetween(Instant from, Instant to) {
        requireOrder(from, to);
        return new Feed(new RequestStream(mesh, arrivals, from.getEpochSecond(), ceilingSecond(nanos(to))));
    }

    /** Everything that comes of the requests that arrive from a moment on, without end; rounded down to the second. */
    public Feed arrivingFrom(Instant from) {
        return new Feed(new RequestStream(mesh, arrivals, from.getEpochSecond(), Long.MAX_VALUE / NANOS_PER_SECOND));
    }

    /** Requests one after the other, in the order of their sending. Not thread-safe. */
    public static final class Feed {
        private final RequestStream stream;

        private Feed(RequestStream stream) {
            this.stream = stream;
        }

        /** The next request, null at the end. */
        public @Nullable SimulatedRequest next() {
            return stream.next();
        }

        /** What happened in everything that was given out so far. */
        public SimulatedTruth truth() {
            return stream.truth();
        }

        /** The next request if it is sent before a moment, else null, which is not the end. */
        public @Nullable SimulatedRequest nextBefore(Instant limit) {
            return stream.nextBefore(nanos(limit));
        }
    }

    private static void requireOrder(Instant from, Instant to) {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to: " + to + " (expected: not before " + from + ")");
        }
    }

    private static long ceilingSecond(long nanos) {
        return -Math.floorDiv(-nanos, NANOS_PER_SECOND);
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
    }
}
