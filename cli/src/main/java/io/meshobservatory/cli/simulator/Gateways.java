/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ReportWriter.Part;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.graph.VersionPair;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.jspecify.annotations.Nullable;

/** Requests from the internet, which come through a gateway. */
final class Gateways {
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final long DENIAL_BODY_BYTES = 19;
    /** Networks for documentation (RFC 5737). */
    private static final String USERS = "203.0.113.";

    private static final String STRANGERS = "192.0.2.";

    private final TraceRecorder trace;
    private final SeededRandom random;
    private final Attempts attempts;
    private final ProxyReports reports;

    Gateways(TraceRecorder trace, Attempts attempts, ProxyReports reports) {
        this.trace = trace;
        this.random = trace.random();
        this.attempts = attempts;
        this.reports = reports;
    }

    /** A request of an entry; by a script if it is one of a stream. */
    void enter(Pod gateway, ServiceSpec callee, EntrySpec entry, long start, @Nullable Script script) {
        RequestLine line = RequestLine.of(callee, entry.method(), entry.path(), random);
        String client = (script == null ? USERS : STRANGERS) + (1 + random.nextInt(254));
        long bytes = script != null && !script.isUsual()
                ? script.requestBytes()
                : line.isBodiless() ? 0 : trace.bytesAround(callee.requestBytes());
        Ask ask = new Ask(
                gateway,
                gateway.peer(),
                gateway.node(),
                gateway.toldVersion(),
                callee,
                line,
                "http://www.example.com" + line.path(),
                "www.example.com",
                line.userAgent(script == null ? BROWSER : script.agent(BROWSER)),
                client,
                bytes,
                entry.retries(),
                false,
                script);
        Proxy proxy = gateway.proxy();
        if (proxy == null) {
            throw new IllegalStateException("gateway '" + gateway.service().name() + "' has no proxy");
        }
        if (gateway.service().hasEnvoy()) {
            enterByEnvoy(ask, gateway, proxy, client, start);
        } else {
            enterByOther(ask, gateway, proxy, client, start);
        }
    }

    private void enterByEnvoy(Ask ask, Pod gateway, Proxy proxy, String client, long start) {
        TraceContext root = trace.root();
        Policy policy = trace.service(gateway).policy();
        boolean usual = ask.script() == null || ask.script().isUsual();
        Fate fate = !usual || policy.isNone() ? Fate.ANSWERED : Fate.draw(ErrorRates.NONE, policy, random);
        boolean spawns = gateway.service().spawnsUpstreamSpans();
        long spanId = random.nextId();
        Attempts.Outcome outcome;
        if (fate.isDenied()) {
            ReplyStatus denied = ReplyStatus.denied(ask.callee().protocol(), fate, policy);
            Reply reply = new Reply(start + 2 * trace.proxyNanos(), denied, DENIAL_BODY_BYTES);
            outcome = new Attempts.Outcome(reply, Attempts.upstream(ask, proxy, null), null);
        } else {
            outcome = attempts.run(ask, proxy, root.under(spanId), start + trace.proxyNanos(), spawns, false);
        }
        Reply reply = outcome.reply();
        long end = reply.endNanos() + trace.proxyNanos();
        trace.finish(root, proxy, () -> {
            boolean decorated = proxy.dialect().isIstio() && proxy.dialect().isDecorated();
            String name = decorated ? ask.decorated() : spawns ? "ingress" : "egress " + ask.authority();
            SpanKind kind = spawns ? SpanKind.SPAN_KIND_SERVER : SpanKind.SPAN_KIND_CLIENT;
            Span.Builder span = trace.span(root, kind, name, spanId, start, end);
            EnvoySpans.describe(
                    span,
                    proxy,
                    EnvoySpans.Exchange.of(
                            ask, root, client, outcome.upstream(), reply.responseBytes(), reply.status()));
            return span;
        });
        reports.outbound(
                ask,
                proxy,
                outcome.instance(),
                new Part(root, spanId, reply.status(), reply.responseBytes(), start, end));
        if (spawns) {
            recordArrival(ask, gateway, reply, start, end);
        } else if (fate.isDenied()) {
            recordRefusal(ask, reply, end - start);
        }
    }

    /** Traefik has a span for what it sends on; below NGINX's, the service's own stands. */
    private void enterByOther(Ask ask, Pod gateway, Proxy proxy, String client, long start) {
        TraceContext root = trace.root();
        boolean traefik = proxy.dialect().kind() == Dialect.Kind.TRAEFIK;
        long serverSpan = random.nextId();
        long clientSpan = random.nextId();
        long sent = start + trace.proxyNanos();
        TraceContext below = root.under(traefik ? clientSpan : serverSpan);
        Reply reply = attempts.direct(ask, below, sent, traefik);
        long end = reply.endNanos() + trace.proxyNanos();
        if (traefik) {
            trace.finish(root, proxy, () -> {
                Span.Builder span = trace.span(
                        root.under(serverSpan), SpanKind.SPAN_KIND_CLIENT, "", clientSpan, sent, reply.endNanos());
                OtherProxySpans.describeTraefikClient(span, ask, "10.96.0.20", reply.status());
                return span;
            });
        }
        trace.finish(root, proxy, () -> {
            Span.Builder span = trace.span(root, SpanKind.SPAN_KIND_SERVER, "", serverSpan, start, end);
            if (traefik) {
                OtherProxySpans.describeTraefikServer(span, ask, client, reply.responseBytes(), reply.status());
            } else {
                OtherProxySpans.describeNginx(span, ask, client, reply.status());
            }
            return span;
        });
        recordArrival(ask, gateway, reply, start, end);
    }

    private void recordArrival(Ask ask, Pod gateway, Reply reply, long start, long end) {
        SimulatedEdge edge = new SimulatedEdge(
                SimulatedNode.INTERNET, gateway.node(), ask.callee().protocolName());
        VersionPair versions = new VersionPair(SimulatedNode.UNKNOWN, gateway.toldVersion());
        trace.call(end, call(ask, edge, versions, reply, SimulatedCall.UNTOLD, end - start));
    }

    /** A gateway with one span tells of a refused request as of one to the service. */
    private void recordRefusal(Ask ask, Reply reply, long nanos) {
        trace.call(reply.endNanos(), call(ask, ask.edge(), ask.versions(null), reply, nanos, SimulatedCall.UNTOLD));
    }

    private SimulatedCall call(
            Ask ask, SimulatedEdge edge, VersionPair versions, Reply reply, long clientNanos, long serverNanos) {
        String flags = reply.status().flags();
        return new SimulatedCall(
                edge,
                versions,
                reply.status(),
                flags.equals("-") ? "" : flags,
                true,
                trace.root().sampled(),
                false,
                null,
                ask.requestBytes(),
                reply.responseBytes(),
                clientNanos,
                serverNanos);
    }
}
