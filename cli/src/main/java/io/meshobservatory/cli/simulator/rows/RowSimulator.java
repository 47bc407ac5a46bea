/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.cli.simulator.EntrySpec;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.Timeline;
import io.meshobservatory.cli.simulator.plan.SimulationPlan;
import io.meshobservatory.cli.simulator.random.Draws;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.cli.simulator.traffic.Stream;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Simulates a mesh as the rows of its service graph, minute by minute: what {@link
 * io.meshobservatory.cli.simulator.MeshSimulator} sends as telemetry for the same plan, statistically. Rows are those of
 * complete telemetry: sampling, losses, duplicates and clocks that are off concern telemetry only; so do pods and scrapes,
 * which would move some calls to the next minute.
 *
 * <p>What comes out depends on the plan alone. Each iteration begins anew. Thread-safe.
 */
public final class RowSimulator implements Iterable<MinuteRows> {
    private static final long MINUTE_MILLIS = 60_000;
    private static final long MILLIS = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    /** The rate of an entry is looked at so often in a minute. */
    private static final int STEPS = 4;

    private final SimulationPlan plan;
    private final double rateFactor;

    /** A simulator of a plan at its own rates. */
    public RowSimulator(SimulationPlan plan) {
        this(plan, 1);
    }

    /**
     * A simulator.
     *
     * @param rateFactor by how much the rates of the scenario's entries are multiplied, above 0
     */
    public RowSimulator(SimulationPlan plan, double rateFactor) {
        this.plan = requireNonNull(plan, "plan");
        if (!(rateFactor > 0 && rateFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rateFactor: " + rateFactor + " (expected: a number above 0)");
        }
        this.rateFactor = rateFactor;
    }

    /** The minutes in their order: from the one with the begin of the simulation to the one before its end. */
    @Override
    public Iterator<MinuteRows> iterator() {
        return new Minutes();
    }

    private final class Minutes implements Iterator<MinuteRows> {
        private final Timeline timeline = plan.timeline();
        private final long untilMillis = plan.simulation().untilMillis();
        private final RowBook book = new RowBook();
        private final IdentityHashMap<Scenario, MeshModel> models = new IdentityHashMap<>();
        private long minute = Math.floorDiv(plan.simulation().fromMillis(), MINUTE_MILLIS) * MINUTE_MILLIS;

        @Override
        public boolean hasNext() {
            return minute < untilMillis;
        }

        @Override
        public MinuteRows next() {
            if (!hasNext()) {
                throw new NoSuchElementException(
                        "the simulation ends at " + plan.simulation().until());
            }
            Scenario scenario = timeline.at((minute + MINUTE_MILLIS / 2) * NANOS_PER_MILLI);
            MeshModel model = models.computeIfAbsent(scenario, MeshModel::new);
            SeededRandom random = SeededRandom.of(plan.seed(), minute, 7);
            MinuteTraffic traffic = new MinuteTraffic(model, book, random);
            long from = Math.max(minute, plan.simulation().fromMillis());
            long to = Math.min(minute + MINUTE_MILLIS, untilMillis);
            for (EntrySpec entry : scenario.entries()) {
                traffic.enter(entry, Draws.poisson(expected(entry, from, to), random));
            }
            StreamTraffic streams = new StreamTraffic(traffic);
            for (Stream stream : timeline.streams()) {
                long seed = SeededRandom.hash(plan.seed(), SeededRandom.hash(stream.id()));
                long count = stream.pace().count(from, to, seed, random);
                if (count > 0) {
                    streams.send(stream, count);
                }
            }
            MinuteRows rows = book.close(minute, plan.seed());
            minute += MINUTE_MILLIS;
            return rows;
        }

        private double expected(EntrySpec entry, long from, long to) {
            long seed = SeededRandom.hash(plan.seed(), SeededRandom.hash(entry.name()));
            double sum = 0;
            for (int step = 0; step < STEPS; step++) {
                long moment = from + (to - from) * (2 * step + 1) / (2 * STEPS);
                sum += entry.rate(seed, Math.floorDiv(moment, MILLIS));
            }
            return sum / STEPS * rateFactor * (to - from) / MILLIS;
        }
    }
}
