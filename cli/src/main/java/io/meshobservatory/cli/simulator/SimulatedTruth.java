/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.metrics.Carried;
import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What really happened in a simulation, to compare a service graph with. One logical call is one hop, however many spans
 * describe it; each attempt of a retried request that telemetry tells of is a call; an operation of a database, a message
 * published or consumed, and a request to an external host is a call to (or from) that node. Not thread-safe.
 */
public final class SimulatedTruth {
    private final SortedMap<SimulatedEdge, EdgeTruth> edges = new TreeMap<>();
    private long requests;
    private long spans;
    private long points;
    private long logRecords;
    private long lostSpans;

    void add(SimulatedCall call) {
        edge(call.edge()).add(call);
    }

    void addCarried(Carried carried) {
        SimulatedEdge edge = carried.example().edge();
        if (edge != null) {
            edge(edge).addCarried(carried);
        }
    }

    void addLogged(ProxyReport report) {
        SimulatedEdge edge = report.loggedEdge();
        if (edge != null) {
            edge(edge).addLogged(report);
        }
    }

    void countSent(SimulatedRequest request) {
        requests++;
        switch (request.signal()) {
            case SPANS -> spans += request.recordCount();
            case METRICS -> points += request.recordCount();
            case LOGS -> logRecords += request.recordCount();
        }
    }

    void countLostSpan() {
        lostSpans++;
    }

    private EdgeTruth edge(SimulatedEdge edge) {
        return edges.computeIfAbsent(edge, key -> new EdgeTruth());
    }

    /** The edges, sorted. */
    public SortedMap<SimulatedEdge, EdgeTruth> edges() {
        return Collections.unmodifiableSortedMap(edges);
    }

    /** All edges together. */
    public EdgeTruth.Counts total() {
        return edges.values().stream().map(EdgeTruth::counts).reduce(EdgeTruth.Counts.NONE, EdgeTruth.Counts::plus);
    }

    /** The services that do not hand on trace headers, with how often that was seen. */
    public SortedMap<SimulatedNode, Long> brokenPropagation() {
        SortedMap<SimulatedNode, Long> services = new TreeMap<>();
        edges.forEach((edge, truth) -> {
            if (truth.contextLost() > 0) {
                services.merge(edge.source(), truth.contextLost(), Long::sum);
            }
        });
        return services;
    }

    /** OTLP requests sent, of all signals, those that were sent twice counted twice. */
    public long requests() {
        return requests;
    }

    /** Spans in these requests. */
    public long spans() {
        return spans;
    }

    /** Data points of metrics in these requests. */
    public long points() {
        return points;
    }

    /** Log records in these requests. */
    public long logRecords() {
        return logRecords;
    }

    /** Spans that were recorded and never sent. */
    public long lostSpans() {
        return lostSpans;
    }
}
