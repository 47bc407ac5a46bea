/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What really happened in a simulation, to compare a service graph with. One logical call is one hop, however many spans
 * describe it; each attempt of a retried request that telemetry tells of is a call; an operation of a database, a message
 * published or consumed, and a request to an external host is a call to (or from) that node. Not thread-safe.
 */
public final class SimulatedTruth {
    private final SortedMap<SimulatedEdge, Counts> edges = new TreeMap<>();
    private long requests;
    private long spans;

    /**
     * The calls of one edge.
     *
     * @param calls all that telemetry tells of
     * @param errors of these, the callee's failures: 5xx, no response, gRPC's failures, failed operations
     * @param rejected of these, answered with 4xx or its like
     * @param unseenAttempts attempts that no span tells of, as a sidecar has one span for all attempts and the callee has
     *     none for those that never reached it; they are not among the calls
     */
    public record Counts(long calls, long errors, long rejected, long unseenAttempts) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    calls + other.calls,
                    errors + other.errors,
                    rejected + other.rejected,
                    unseenAttempts + other.unseenAttempts);
        }
    }

    /** Counts what a request carries. */
    public void add(SimulatedRequest request) {
        requests++;
        spans += request.spanCount();
        for (SimulatedCall call : request.calls()) {
            edges.merge(call.edge(), counts(call.fate()), Counts::plus);
        }
    }

    private static Counts counts(SimulatedCall.Fate fate) {
        return switch (fate) {
            case OK -> new Counts(1, 0, 0, 0);
            case REJECTED -> new Counts(1, 0, 1, 0);
            case FAILED -> new Counts(1, 1, 0, 0);
            case UNSEEN -> new Counts(0, 0, 0, 1);
        };
    }

    /** The edges, sorted. */
    public SortedMap<SimulatedEdge, Counts> edges() {
        return Collections.unmodifiableSortedMap(edges);
    }

    /** All edges together. */
    public Counts total() {
        return edges.values().stream().reduce(Counts.NONE, Counts::plus);
    }

    /** OTLP requests counted. */
    public long requests() {
        return requests;
    }

    /** Spans in these requests. */
    public long spans() {
        return spans;
    }
}
