/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ReportWriter.Part;
import io.meshobservatory.cli.simulator.TargetSpec.External;
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

/** What proxies count and log of connections: plain ones, those inside ztunnel's, and those through east-west gateways. */
final class ConnectionReports {
    private static final String NONE = ReportWriter.NONE;
    private static final int HBONE_PORT = 15_008;
    private static final int EAST_WEST_PORT = 15_443;

    private final TraceRecorder trace;
    private final ReportWriter writer;

    ConnectionReports(TraceRecorder trace, ReportWriter writer) {
        this.trace = trace;
        this.writer = writer;
    }

    /** A connection from a caller to an instance, seen by the sidecars or the nodes' ztunnels of both. */
    void connection(Ask ask, Pod caller, Pod callee, Part part) {
        Proxy source = caller.ztunnel() == null ? caller.proxy() : caller.ztunnel();
        Proxy destination = callee.ztunnel() == null ? callee.proxy() : callee.ztunnel();
        if (source != null && source.dialect().isIstio()) {
            tunnelled(ask, source, Reporter.SOURCE, caller.peer(), callee.peer(), part, ask.edge());
        }
        if (destination != null && destination.dialect().isIstio()) {
            boolean known = caller.service().mesh().isIstio();
            Peer from = known ? caller.peer() : Peer.unknown(caller.address());
            tunnelled(
                    ask,
                    destination,
                    Reporter.DESTINATION,
                    from,
                    callee.peer(),
                    part,
                    ReportWriter.edgeOfMetrics(ask, known, callee));
        }
    }

    /** The connections under a request of an ambient mesh: those to and from a waypoint are no edges. */
    void tunnels(Ask ask, @Nullable Proxy waypoint, Pod pod, Part part) {
        Pod caller = ask.caller();
        Proxy from = caller == null ? null : caller.ztunnel();
        Proxy to = pod.ztunnel();
        if (waypoint == null) {
            if (caller != null && (from != null || to != null)) {
                connection(ask, caller, pod, part);
            }
            return;
        }
        if (from != null && caller != null) {
            tunnelled(ask, from, Reporter.SOURCE, caller.peer(), waypoint.self(), part, null);
        }
        if (to != null) {
            tunnelled(ask, to, Reporter.DESTINATION, waypoint.self(), pod.peer(), part, null);
        }
    }

    private void tunnelled(
            Ask ask,
            Proxy proxy,
            Reporter reporter,
            Peer source,
            Peer destination,
            Part part,
            @Nullable SimulatedEdge edge) {
        if (!trace.isReporting()) {
            return;
        }
        boolean secured =
                !source.isUnknown() && !destination.isUnknown() && ask.callee().mutualTls() && !ask.plainText();
        boolean ztunnel = proxy.workers().isEmpty();
        String remote = source.address() + ":" + ReportWriter.port(part.spanId());
        String port = ":"
                + (ztunnel && reporter == Reporter.SOURCE
                        ? HBONE_PORT
                        : ask.callee().port());
        String upstream = reporter == Reporter.SOURCE
                ? "outbound|" + ask.callee().port() + "||" + ask.callee().host()
                : "inbound|" + ask.callee().port() + "||";
        Wire wire = new Wire(
                destination.address() + port,
                upstream,
                remote,
                destination.address() + ":" + ask.callee().port(),
                remote,
                NONE,
                NONE);
        Request request = new Request(ProxyReport.TCP, NONE, NONE, NONE, NONE, NONE, NONE, NONE);
        SimulatedEdge told =
                edge == null ? null : new SimulatedEdge(edge.source(), edge.destination(), ProxyReport.TCP);
        Answer answer = new Answer(
                0,
                ProxyReport.NO_GRPC,
                part.status().failed() && reporter == Reporter.SOURCE
                        ? part.status().flags()
                        : NONE,
                NONE,
                NONE,
                ask.requestBytes() + 120,
                part.responseBytes() + 90,
                -1);
        writer.report(proxy, reporter, ask, source, destination, secured, request, answer, wire, part, told);
    }

    /** A connection to another cluster, which its east-west gateway passes on. */
    void throughEastWestGateway(Ask ask, Pod remote, Part part) {
        Proxy gateway = trace.mesh().eastWestGateway(remote.service().cluster());
        if (gateway == null) {
            return;
        }
        tunnelled(ask, gateway, Reporter.SOURCE, gateway.self(), Peer.unknown(remote.address()), part, null);
    }

    /** A connection out of an ambient mesh, to a host of which a ServiceEntry tells: ztunnel carries it. */
    void outside(Pod caller, External host, long requestBytes, Part part) {
        Proxy ztunnel = caller.ztunnel();
        if (ztunnel == null || !trace.isReporting()) {
            return;
        }
        String address = "198.51.100.7:" + host.port();
        String remote = caller.address() + ":" + ReportWriter.port(part.spanId());
        SimulatedEdge edge = new SimulatedEdge(caller.node(), SimulatedNode.external(host.name()), ProxyReport.TCP);
        trace.report(
                part.end(),
                new ProxyReport(
                        ztunnel.emitter(),
                        Reporter.SOURCE,
                        caller.peer(),
                        Peer.unknown(address),
                        new Service(host.name(), host.name(), Peer.UNKNOWN),
                        false,
                        new Request(ProxyReport.TCP, NONE, NONE, NONE, NONE, NONE, NONE, NONE),
                        new Answer(0, ProxyReport.NO_GRPC, NONE, NONE, NONE, requestBytes, part.responseBytes(), -1),
                        new Wire(
                                address,
                                "outbound|" + host.port() + "||" + host.name(),
                                remote,
                                address,
                                remote,
                                NONE,
                                NONE),
                        part.start() + ztunnel.skewNanos(),
                        part.end() + ztunnel.skewNanos(),
                        ReportWriter.traceId(part),
                        part.spanId(),
                        edge,
                        edge,
                        new VersionPair(ReportWriter.version(caller.peer()), SimulatedNode.UNKNOWN)));
    }

    /** Where connections to a pod of another cluster go. */
    String eastWestAddress(Pod remote) {
        Proxy gateway = trace.mesh().eastWestGateway(remote.service().cluster());
        return (gateway == null ? remote.address() : gateway.self().address()) + ":" + EAST_WEST_PORT;
    }
}
