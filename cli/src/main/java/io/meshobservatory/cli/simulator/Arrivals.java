/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.cli.simulator.traffic.Stream;
import java.util.List;
import java.util.function.Consumer;

/**
 * When requests arrive: a Poisson process for each entry, its rate following the entry's rhythm, and each stream at its pace.
 * Stateless.
 */
final class Arrivals {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Mesh mesh;
    private final long seed;
    private final double rateFactor;

    Arrivals(Mesh mesh, long seed, double rateFactor) {
        this.mesh = mesh;
        this.seed = seed;
        this.rateFactor = rateFactor;
    }

    /** Simulates all requests that arrive in one second, which depend on nothing but that second and the seed. */
    void simulateSecond(long epochSecond, Consumer<List<Occurrence>> traces) {
        for (EntrySpec entry : mesh.scenarioAt(epochSecond * NANOS_PER_SECOND).entries()) {
            long entrySeed = SeededRandom.hash(seed, SeededRandom.hash(entry.name()));
            double rate = entry.rate(entrySeed, epochSecond) * rateFactor;
            if (rate <= 0) {
                continue;
            }
            SeededRandom times = SeededRandom.of(entrySeed, epochSecond, -1);
            double offset = times.nextExponential() / rate;
            for (long number = 0; offset < 1; number++) {
                long start = epochSecond * NANOS_PER_SECOND + (long) (offset * NANOS_PER_SECOND);
                SeededRandom random = SeededRandom.of(entrySeed, epochSecond, number);
                traces.accept(TraceSimulation.run(mesh, entry, random, start));
                offset += times.nextExponential() / rate;
            }
        }
        for (Stream stream : mesh.timeline().streams()) {
            simulateStream(stream, epochSecond, traces);
        }
    }

    private void simulateStream(Stream stream, long epochSecond, Consumer<List<Occurrence>> traces) {
        long streamSeed = SeededRandom.hash(seed, SeededRandom.hash(stream.id()));
        stream.pace()
                .arrivals(
                        epochSecond,
                        streamSeed,
                        start -> traces.accept(
                                TraceSimulation.run(mesh, stream, SeededRandom.of(streamSeed, start), start)));
    }
}
