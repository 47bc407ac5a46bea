/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import io.meshobservatory.benchmarks.meter.Figures;
import java.time.Duration;

/**
 * What to measure. Immutable.
 *
 * @param kafka bootstrap servers, as {@code host:port,host:port}
 * @param batch spans in a request, at least 1
 * @param inFlight requests not yet answered, at least 1
 * @param connections from the client to the bridge over gRPC, and its threads, at least 1
 * @param producerThreads threads that call the bare producer, at least 1
 * @param partitions of each topic, at least 1
 * @param gzip whether the client compresses its requests (before the run)
 * @param rounds how many measured rounds, at least 1
 * @param round how long each of the contenders sends in a round
 * @param warmUp how long each of them sends before the first round
 */
public record BridgeBenchSettings(
        String kafka,
        int batch,
        int inFlight,
        int connections,
        int producerThreads,
        int partitions,
        boolean gzip,
        int rounds,
        Duration round,
        Duration warmUp) {
    public BridgeBenchSettings {
        Figures.requireAtLeast("batch", batch, 1);
        Figures.requireAtLeast("requests in flight", inFlight, 1);
        Figures.requireAtLeast("connections", connections, 1);
        Figures.requireAtLeast("threads of the producer", producerThreads, 1);
        Figures.requireAtLeast("partitions", partitions, 1);
        Figures.requireAtLeast("rounds", rounds, 1);
        Figures.requireAtLeast("round in seconds", round.toSeconds(), 1);
        Figures.requireAtLeast("warm-up in seconds", warmUp.toSeconds(), 1);
    }
}
