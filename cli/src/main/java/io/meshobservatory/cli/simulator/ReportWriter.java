/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import com.google.protobuf.ByteString;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.graph.VersionPair;
import io.meshobservatory.cli.simulator.proxy.Peer;
import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import io.meshobservatory.cli.simulator.proxy.ProxyReport.Answer;
import io.meshobservatory.cli.simulator.proxy.ProxyReport.Request;
import io.meshobservatory.cli.simulator.proxy.ProxyReport.Service;
import io.meshobservatory.cli.simulator.proxy.ProxyReport.Wire;
import io.meshobservatory.cli.simulator.proxy.Reporter;
import org.jspecify.annotations.Nullable;

/** Writes down what a proxy knows of a request or connection, in the form that metrics and logs are made of. */
final class ReportWriter {
    static final String NONE = "-";

    private static final int FIRST_PORT = 32_768;
    private static final int PORTS = 28_000;

    private final TraceRecorder trace;

    ReportWriter(TraceRecorder trace) {
        this.trace = trace;
    }

    /** One proxy's part in a request: its span, the answer that it gave, and when. */
    record Part(TraceContext context, long spanId, ReplyStatus status, long responseBytes, long start, long end) {}

    /** Adds a report on a request to a service; without an edge it is on the mesh's own parts. */
    void report(
            Proxy proxy,
            Reporter reporter,
            Ask ask,
            Peer source,
            Peer destination,
            boolean secured,
            Request request,
            Answer answer,
            Wire wire,
            Part part,
            @Nullable SimulatedEdge edge) {
        ServiceSpec callee = ask.callee();
        VersionPair versions = new VersionPair(version(source), version(destination));
        trace.report(
                part.end(),
                new ProxyReport(
                        proxy.emitter(),
                        reporter,
                        source,
                        destination,
                        new Service(callee.host(), callee.name(), callee.namespace()),
                        secured,
                        request,
                        answer,
                        wire,
                        part.start() + proxy.skewNanos(),
                        part.end() + proxy.skewNanos(),
                        traceId(part),
                        part.spanId(),
                        edge,
                        edge == null || request.protocol().equals(ProxyReport.TCP) ? edge : ask.edge(),
                        versions));
    }

    /** What the graph can know from counters: a caller outside the mesh has neither name nor address. */
    static SimulatedEdge edgeOfMetrics(Ask ask, boolean callerKnown, @Nullable Pod pod) {
        if (callerKnown) {
            return ask.edge();
        }
        String cluster = pod == null ? ask.callee().cluster() : pod.service().cluster();
        SimulatedNode nobody =
                new SimulatedNode(cluster, SimulatedNode.UNKNOWN, SimulatedNode.UNKNOWN, SimulatedNode.Kind.UNKNOWN);
        return new SimulatedEdge(nobody, ask.edge().destination(), ask.edge().protocol());
    }

    static ByteString traceId(Part part) {
        return part.context().sampled() ? part.context().traceId() : ByteString.EMPTY;
    }

    static String version(Peer peer) {
        return peer.isUnknown() ? SimulatedNode.UNKNOWN : peer.revision();
    }

    static int port(long spanId) {
        return FIRST_PORT + (int) Math.floorMod(spanId, (long) PORTS);
    }
}
