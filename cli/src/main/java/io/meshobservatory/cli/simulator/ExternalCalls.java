/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ReportWriter.Part;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.graph.VersionPair;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.jspecify.annotations.Nullable;

/** Requests to hosts outside the mesh: the sidecar, where there is one, sends them out, and sees the answer. */
final class ExternalCalls {
    private static final String PASSTHROUGH = "PassthroughCluster";
    private static final long ERROR_BODY_BYTES = 120;
    /** The typical sizes of what is sent to hosts outside, and of what they answer. */
    static final long EXTERNAL_REQUEST_BYTES = 300;

    static final long EXTERNAL_RESPONSE_BYTES = 800;

    private final TraceRecorder trace;
    private final SeededRandom random;
    private final ProxyReports reports;

    ExternalCalls(TraceRecorder trace, ProxyReports reports) {
        this.trace = trace;
        this.random = trace.random();
        this.reports = reports;
    }

    Reply call(Pod caller, CallSpec call, External host, TraceContext context, long start, @Nullable Script script) {
        RequestLine line = RequestLine.http(
                call.method().isEmpty() ? "GET" : call.method(), call.path().isEmpty() ? "/" : call.path(), random);
        String url = "http://" + host.name() + line.path();
        Exporter app = caller.appExporter();
        long appSpan = app == null ? 0 : random.nextId();
        TraceContext handedOn = ServiceCalls.handedOn(trace, caller, context, appSpan);
        Proxy proxy = caller.proxy();
        boolean envoy = proxy != null && caller.service().hasEnvoy();
        boolean spawns = envoy && caller.service().spawnsUpstreamSpans();
        long proxySpan = random.nextId();
        long proxyStart = start + trace.proxyNanos();
        int unseen = 0;
        long bytes = script != null && envoy ? script.requestBytes() : line.isBodiless() ? 0 : SimulatedCall.UNTOLD;
        Reply reply = attempt(host, proxyStart, envoy, script);
        long lastStart = proxyStart;
        while (isRetriable(reply) && unseen < call.retries()) {
            if (spawns && proxy != null) {
                recordAttempt(proxy, host, line, handedOn.under(proxySpan), unseen, lastStart, reply);
                called(caller, host, handedOn, reply, reply.endNanos() - lastStart, true, bytes);
            }
            unseen++;
            lastStart = reply.endNanos();
            reply = attempt(host, lastStart, envoy, script);
        }
        Reply bare = reply;
        if (isRetriable(reply) && call.retries() > 0) {
            reply = reply.with(reply.status().withRetriesExhausted());
        }
        if (spawns && proxy != null) {
            recordAttempt(proxy, host, line, handedOn.under(proxySpan), unseen, lastStart, bare);
            called(caller, host, handedOn, bare, bare.endNanos() - lastStart, true, bytes);
        } else {
            boolean told = envoy || app != null;
            called(caller, host, handedOn, reply, told ? reply.endNanos() - proxyStart : -1, told, bytes);
            for (int i = 0; i < unseen; i++) {
                called(caller, host, handedOn, reply, -1, false, bytes);
            }
        }
        if (envoy && proxy != null) {
            recordProxy(caller, proxy, host, line, url, handedOn, proxySpan, proxyStart, reply, spawns, script);
        }
        long sent = script == null ? EXTERNAL_REQUEST_BYTES : script.requestBytes();
        Part part = new Part(handedOn, proxySpan, reply.status(), reply.responseBytes(), proxyStart, reply.endNanos());
        reports.connections().outside(caller, host, sent, part);
        Reply seen = reply.later(trace.proxyNanos());
        if (app != null) {
            trace.finishByApplication(context, app, () -> {
                Span.Builder span = trace.span(context, SpanKind.SPAN_KIND_CLIENT, "", appSpan, start, seen.endNanos());
                boolean old = caller.service().oldConventions();
                AppSpans.describeClient(span, line, old, host.name(), host.port(), url, seen.status());
                return span;
            });
        }
        return seen;
    }

    /** What the proxy itself refused for good reasons would be refused again. */
    private static boolean isRetriable(Reply reply) {
        String flags = reply.status().flags();
        return reply.failed() && !flags.startsWith("UO") && !flags.startsWith("FI");
    }

    private Reply attempt(External host, long start, boolean proxied, @Nullable Script script) {
        if (script != null) {
            long held =
                    script.holdNanos() > 0 ? script.holdNanos() : host.latency().draw(random);
            return new Reply(start + held, ReplyStatus.ok(Protocol.HTTP), script.responseBytes());
        }
        Fate fate = Fate.draw(host.errors(), random);
        return switch (proxied ? fate : fate.withoutProxy()) {
            case SERVER_ERROR ->
                new Reply(
                        start + host.latency().draw(random),
                        ReplyStatus.internalError(Protocol.HTTP),
                        ERROR_BODY_BYTES);
            case NOT_FOUND ->
                new Reply(start + host.latency().draw(random), ReplyStatus.notFound(Protocol.HTTP), ERROR_BODY_BYTES);
            case CONNECTION_FAILURE, TLS_FAILURE ->
                new Reply(start + 2 * trace.networkNanos(), ReplyStatus.connectionFailure(Protocol.HTTP), 91);
            case OVERFLOW, NO_HEALTHY_UPSTREAM, FAULT_ABORT ->
                new Reply(start + trace.proxyNanos(), ServiceCalls.unreached(Protocol.HTTP, fate), 81);
            case TIMEOUT ->
                new Reply(start + ServiceCalls.millis(host.timeoutMillis()), ReplyStatus.timeout(Protocol.HTTP), 24);
            case FAULT_DELAY -> {
                long delay = ServiceCalls.millis(host.errors().faultDelayMillis());
                ReplyStatus late = ReplyStatus.ok(Protocol.HTTP).withFlag("DI");
                yield new Reply(
                        start + delay + host.latency().draw(random), late, trace.bytesAround(EXTERNAL_RESPONSE_BYTES));
            }
            case ANSWERED, RATE_LIMITED, JWT_DENIED, WAF_DENIED, RBAC_DENIED ->
                new Reply(
                        start + host.latency().draw(random),
                        ReplyStatus.ok(Protocol.HTTP),
                        trace.bytesAround(EXTERNAL_RESPONSE_BYTES));
        };
    }

    private void recordAttempt(
            Proxy proxy, External host, RequestLine line, TraceContext context, int number, long start, Reply reply) {
        long spanId = random.nextId();
        trace.finish(context, proxy, () -> {
            String upstream = upstream(proxy, host);
            Span.Builder span = trace.span(
                    context,
                    SpanKind.SPAN_KIND_CLIENT,
                    EnvoySpans.attemptName(proxy, upstream),
                    spanId,
                    start,
                    reply.endNanos());
            String address = "198.51.100.7:" + host.port();
            EnvoySpans.describeAttempt(span, proxy, line, upstream, address, number, reply.status());
            return span;
        });
    }

    private void recordProxy(
            Pod caller,
            Proxy proxy,
            External host,
            RequestLine line,
            String url,
            TraceContext context,
            long spanId,
            long start,
            Reply reply,
            boolean spawns,
            @Nullable Script script) {
        long bytes = script != null
                ? script.requestBytes()
                : line.isBodiless() ? 0 : trace.bytesAround(EXTERNAL_REQUEST_BYTES);
        trace.finish(context, proxy, () -> {
            boolean decorated = proxy.dialect().isIstio() && proxy.dialect().isDecorated() && !host.passthrough();
            Span.Builder span = trace.span(
                    context,
                    spawns ? SpanKind.SPAN_KIND_SERVER : SpanKind.SPAN_KIND_CLIENT,
                    decorated ? host.name() + ":" + host.port() + "/*" : "egress " + host.name(),
                    spanId,
                    start,
                    reply.endNanos());
            EnvoySpans.describe(
                    span,
                    proxy,
                    new EnvoySpans.Exchange(
                            line,
                            url,
                            host.name(),
                            context.requestId(),
                            caller.service().name() + "/" + caller.version().name(),
                            caller.address(),
                            upstream(proxy, host),
                            bytes,
                            reply.responseBytes(),
                            reply.status()));
            return span;
        });
        Part part = new Part(context, spanId, reply.status(), reply.responseBytes(), start, reply.endNanos());
        reports.outside(caller, proxy, host, upstream(proxy, host), line, bytes, edge(caller, host), part);
    }

    /** What the mesh's registry does not know goes through a catch-all. */
    private static String upstream(Proxy proxy, External host) {
        if (host.passthrough()) {
            return PASSTHROUGH;
        }
        return proxy.dialect().isIstio() ? "outbound|" + host.port() + "||" + host.name() : host.name();
    }

    private static SimulatedEdge edge(Pod caller, External host) {
        return new SimulatedEdge(caller.node(), SimulatedNode.external(host.name()), "http");
    }

    private void called(
            Pod caller,
            External host,
            TraceContext context,
            Reply reply,
            long clientNanos,
            boolean seen,
            long requestBytes) {
        String flags = reply.status().flags();
        boolean lost = context.spanId() == 0;
        trace.call(
                reply.endNanos(),
                new SimulatedCall(
                        edge(caller, host),
                        new VersionPair(caller.toldVersion(), SimulatedNode.UNKNOWN),
                        reply.status(),
                        flags.equals("-") ? "" : flags,
                        seen,
                        context.sampled(),
                        lost,
                        null,
                        requestBytes,
                        reply.responseBytes(),
                        clientNanos,
                        SimulatedCall.UNTOLD));
    }
}
