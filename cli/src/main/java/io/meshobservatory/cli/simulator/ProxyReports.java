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
import io.meshobservatory.cli.simulator.random.SeededRandom;
import org.jspecify.annotations.Nullable;

/** Makes what Istio's proxies count and log of the requests of one trace. Other proxies' metrics are not simulated. */
final class ProxyReports {
    private static final String NONE = ReportWriter.NONE;
    private static final String DEFAULT_ROUTE = "default";
    private static final String NOBODY_LISTENS = "delayed_connect_error:_111";
    private static final String TLS_FAILURE =
            "TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end";

    private final TraceRecorder trace;
    private final ReportWriter writer;
    private final ConnectionReports connections;

    ProxyReports(TraceRecorder trace) {
        this.trace = trace;
        this.writer = new ReportWriter(trace);
        this.connections = new ConnectionReports(trace, writer);
    }

    /** The same of connections. */
    ConnectionReports connections() {
        return connections;
    }

    /** A sidecar or gateway sent a request on; {@code instance} is null where none was chosen. */
    void outbound(Ask ask, Proxy proxy, @Nullable Pod instance, Part part) {
        if (!trace.isReporting() || !proxy.dialect().isIstio()) {
            return;
        }
        boolean gateway = ask.forwardedFor().length() > 1;
        Peer destination = instance == null ? Peer.unknown(NONE) : instance.peer();
        boolean secured = instance != null && ask.mutualTls(instance);
        boolean answered = part.status().details().equals("via_upstream");
        String port = ":" + ask.callee().port();
        String self = proxy.self().address();
        String local = self + ":" + ReportWriter.port(part.spanId());
        Pod remote = instance != null && isRemote(ask, instance) ? instance : null;
        String upstreamHost = instance == null
                ? NONE
                : remote == null ? instance.address() + port : connections.eastWestAddress(remote);
        Wire wire = new Wire(
                upstreamHost,
                ask.upstream(instance),
                instance == null ? NONE : local,
                gateway ? self + ":8080" : clusterAddress(ask.callee()) + port,
                gateway ? ask.forwardedFor() + ":" + ReportWriter.port(part.spanId() + 1) : local,
                NONE,
                DEFAULT_ROUTE);
        add(proxy, Reporter.SOURCE, ask, ask.source(), destination, secured, wire, part, answered, ask.edge());
        if (remote != null) {
            connections.throughEastWestGateway(ask, remote, part);
        }
    }

    /** A sidecar received a request; {@code arrived} tells whether it handed it on to its application. */
    void inbound(Ask ask, Pod pod, Part part, boolean arrived) {
        Proxy proxy = pod.proxy();
        if (!trace.isReporting() || proxy == null || !proxy.dialect().isIstio()) {
            return;
        }
        boolean secured = ask.mutualTls(pod);
        String address = pod.address() + ":" + ask.callee().port();
        String caller = ask.source().address() + ":" + ReportWriter.port(part.spanId());
        String sni = "outbound_." + ask.callee().port() + "_._." + ask.callee().host();
        Wire wire = new Wire(
                arrived ? address : NONE,
                "inbound|" + ask.callee().port() + "||",
                arrived ? "127.0.0.6:" + ReportWriter.port(part.spanId() + 1) : NONE,
                address,
                caller,
                secured ? sni : NONE,
                DEFAULT_ROUTE);
        // who is outside the mesh cannot be told by metadata
        boolean known = ask.caller() != null && ask.caller().service().mesh().isIstio();
        Peer source = known ? ask.source() : Peer.unknown(ask.source().address());
        boolean answered = arrived && part.status().httpStatus() != 0;
        add(
                proxy,
                Reporter.DESTINATION,
                ask,
                source,
                pod.peer(),
                secured,
                wire,
                part,
                answered,
                ReportWriter.edgeOfMetrics(ask, known, pod));
    }

    /** A waypoint looked into a request; {@code pod} is null where it chose none. */
    void waypoint(Ask ask, Proxy waypoint, @Nullable Pod pod, Part part) {
        if (!trace.isReporting()) {
            return;
        }
        boolean known = ask.caller() != null && ask.caller().service().mesh().isIstio();
        Peer source = known ? ask.source() : Peer.unknown(ask.source().address());
        Peer destination = pod == null ? Peer.unknown(NONE) : pod.peer();
        String port = ":" + ask.callee().port();
        Wire wire = new Wire(
                pod == null ? NONE : "envoy://connect_originate/" + pod.address() + port,
                vip(ask.callee()),
                pod == null ? NONE : "envoy://internal_client_address/",
                clusterAddress(ask.callee()) + port,
                ask.source().address() + ":" + ReportWriter.port(part.spanId()),
                NONE,
                DEFAULT_ROUTE);
        boolean answered = part.status().details().equals("via_upstream");
        SimulatedEdge edge = ReportWriter.edgeOfMetrics(ask, known, null);
        boolean secured = ask.caller() != null && !ask.plainText();
        add(waypoint, Reporter.WAYPOINT, ask, source, destination, secured, wire, part, answered, edge);
    }

    /** Envoy's name of what a waypoint sends requests to. */
    static String vip(ServiceSpec callee) {
        return "inbound-vip|" + callee.port() + "|http|" + callee.host();
    }
    /** A sidecar sent a request out of the mesh. */
    void outside(
            Pod caller,
            Proxy proxy,
            External host,
            String upstream,
            RequestLine line,
            long requestBytes,
            SimulatedEdge edge,
            Part part) {
        if (!trace.isReporting() || !proxy.dialect().isIstio()) {
            return;
        }
        boolean chosen = part.status().details().equals("via_upstream")
                || part.status().flags().startsWith("UF")
                || part.status().flags().startsWith("UT");
        String local = caller.address() + ":" + ReportWriter.port(part.spanId());
        String address = "198.51.100.7:" + host.port();
        Wire wire =
                new Wire(chosen ? address : NONE, upstream, chosen ? local : NONE, address, local, NONE, DEFAULT_ROUTE);
        Request request = new Request(
                "http",
                line.method(),
                line.path(),
                line.httpVersion(),
                host.name(),
                caller.service().name() + "/" + caller.version().name(),
                part.context().requestId(),
                NONE);
        boolean answered = part.status().details().equals("via_upstream");
        String name = host.passthrough() ? upstream : host.name();
        trace.report(
                part.end(),
                new ProxyReport(
                        proxy.emitter(),
                        Reporter.SOURCE,
                        caller.peer(),
                        Peer.unknown(address),
                        new Service(host.name(), name, Peer.UNKNOWN),
                        false,
                        request,
                        answer(part, requestBytes, answered),
                        wire,
                        part.start() + proxy.skewNanos(),
                        part.end() + proxy.skewNanos(),
                        ReportWriter.traceId(part),
                        part.spanId(),
                        edge,
                        edge,
                        new VersionPair(ReportWriter.version(caller.peer()), SimulatedNode.UNKNOWN)));
    }

    static boolean isRemote(Ask ask, Pod instance) {
        return !ask.source().cluster().equals(instance.service().cluster());
    }

    private void add(
            Proxy proxy,
            Reporter reporter,
            Ask ask,
            Peer source,
            Peer destination,
            boolean secured,
            Wire wire,
            Part part,
            boolean answered,
            SimulatedEdge edge) {
        RequestLine line = ask.line();
        Request request = new Request(
                ask.callee().protocolName(),
                line.method(),
                line.path(),
                line.httpVersion(),
                ask.authority(),
                ask.userAgent(),
                part.context().requestId(),
                ask.forwardedFor());
        Answer answer = answer(part, ask.requestBytes(), answered);
        writer.report(proxy, reporter, ask, source, destination, secured, request, answer, wire, part, edge);
    }

    private static Answer answer(Part part, long requestBytes, boolean answered) {
        ReplyStatus status = part.status();
        return new Answer(
                status.httpStatus(),
                status.grpcStatus(),
                status.flags(),
                status.details(),
                transportFailure(status),
                requestBytes,
                part.responseBytes(),
                answered ? part.end() - part.start() : -1);
    }

    private static String transportFailure(ReplyStatus status) {
        if (!status.flags().startsWith("UF")) {
            return NONE;
        }
        return status.details().contains("TLS_error") ? TLS_FAILURE : NOBODY_LISTENS;
    }

    private static String clusterAddress(ServiceSpec service) {
        long hash = SeededRandom.hash(service.host());
        return "10.96." + Math.floorMod(hash, 250L) + "." + (1 + Math.floorMod(hash >> 8, 250L));
    }
}
