/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where requests come from. Immutable.
 *
 * @param name unique among the entries
 * @param to the service that they ask
 * @param via the gateway that they come through; null for callers inside the cluster that have no sidecar
 * @param requestsPerSecond the rate at the peak of the rhythm, above 0
 * @param method HTTP method
 * @param path HTTP path
 * @param retries how many more attempts the gateway makes when one fails
 * @param rhythm how the rate changes
 */
public record EntrySpec(
        String name,
        String to,
        @Nullable String via,
        double requestsPerSecond,
        String method,
        String path,
        int retries,
        Rhythm rhythm) {
    /** The same with another rhythm. */
    public EntrySpec withRhythm(Rhythm other) {
        return new EntrySpec(name, to, via, requestsPerSecond, method, path, retries, other);
    }

    /** The same at another rate. */
    public EntrySpec withRequestsPerSecond(double rate) {
        return new EntrySpec(name, to, via, rate, method, path, retries, rhythm);
    }

    /** How the graph names callers without telemetry: by their address, which is always the same. */
    public SimulatedNode caller(ServiceSpec service) {
        String cluster = service.node().cluster();
        return new SimulatedNode(cluster, SimulatedNode.UNKNOWN, callerAddress(), SimulatedNode.Kind.UNKNOWN);
    }

    String callerAddress() {
        return "10.245.0." + (2 + Math.floorMod(SeededRandom.hash(name), 250L));
    }

    /**
     * Its rate in a second, requests per second.
     *
     * @param seed of the entry's noise
     */
    public double rate(long seed, long epochSecond) {
        return requestsPerSecond * rhythm.factor(epochSecond) * rhythm.noiseFactor(epochSecond, seed);
    }
}
