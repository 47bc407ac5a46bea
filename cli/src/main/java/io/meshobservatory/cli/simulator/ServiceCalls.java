/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ReportWriter.Part;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.jspecify.annotations.Nullable;

/** The caller's side of requests of one service to another: the application's span, and the proxy's. */
final class ServiceCalls {
    private static final double NANOS_PER_MILLI = 1e6;

    private final TraceRecorder trace;
    private final SeededRandom random;
    private final Attempts attempts;
    private final ProxyReports reports;

    ServiceCalls(TraceRecorder trace, Attempts attempts, ProxyReports reports) {
        this.trace = trace;
        this.random = trace.random();
        this.attempts = attempts;
        this.reports = reports;
    }

    /** A service asks another; by a script if it is a request of a stream. */
    Reply call(
            Pod caller, CallSpec call, ServiceSpec callee, TraceContext context, long start, @Nullable Script script) {
        Ask ask = ask(caller, call, callee, script);
        if (callee.protocol() == Protocol.TCP) {
            return connect(ask, caller, context, start);
        }
        Exporter app = caller.appExporter();
        long appSpan = app == null ? 0 : random.nextId();
        TraceContext handedOn = handedOn(trace, caller, context, appSpan);
        Reply reply = send(ask, caller, handedOn, start, app != null).later(trace.proxyNanos());
        if (app != null) {
            trace.finishByApplication(context, app, () -> {
                Span.Builder span =
                        trace.span(context, SpanKind.SPAN_KIND_CLIENT, "", appSpan, start, reply.endNanos());
                boolean old = caller.service().oldConventions();
                String host = ask.authority().substring(0, ask.authority().indexOf(':'));
                AppSpans.describeClient(span, ask.line(), old, host, callee.port(), ask.url(), reply.status());
                return span;
            });
        }
        return reply;
    }

    /** The context that an application gives to its requests: without the headers, the next proxy begins a trace. */
    static TraceContext handedOn(TraceRecorder trace, Pod caller, TraceContext context, long appSpan) {
        if (appSpan != 0) {
            return context.under(appSpan);
        }
        return caller.service().propagates() ? context : trace.newTrace();
    }

    private Ask ask(Pod caller, CallSpec call, ServiceSpec callee, @Nullable Script script) {
        ServiceSpec self = caller.service();
        RequestLine line = RequestLine.of(callee, call.method(), call.path(), random);
        String host =
                callee.namespace().equals(self.namespace()) ? callee.name() : callee.name() + "." + callee.namespace();
        String authority = host + ":" + callee.port();
        boolean bodiless = line.isBodiless() && callee.protocol() != Protocol.TCP;
        long bytes = script != null ? script.requestBytes() : bodiless ? 0 : trace.bytesAround(callee.requestBytes());
        String agent = self.name() + "/" + caller.version().name();
        return new Ask(
                caller,
                script == null ? caller.peer() : script.present(caller.peer()),
                caller.node(),
                caller.toldVersion(),
                callee,
                line,
                "http://" + authority + line.path(),
                authority,
                line.userAgent(script == null ? agent : script.agent(agent)),
                "-",
                bytes,
                call.retries(),
                script == null ? random.chance(call.plainText()) : script.plainText(),
                script);
    }

    private Reply send(Ask ask, Pod caller, TraceContext context, long start, boolean traced) {
        Proxy proxy = caller.proxy();
        if (proxy == null) {
            return attempts.direct(ask, context, start, traced);
        }
        long proxyStart = start + trace.proxyNanos();
        if (proxy.dialect().kind() == Dialect.Kind.LINKERD) {
            return sendByLinkerd(ask, proxy, context, proxyStart);
        }
        boolean spawns = caller.service().spawnsUpstreamSpans();
        boolean lost = context.spanId() == 0 && !spawns;
        long spanId = random.nextId();
        Attempts.Outcome outcome = attempts.run(ask, proxy, context.under(spanId), proxyStart, spawns, lost);
        Reply reply = outcome.reply();
        trace.finish(context, proxy, () -> {
            Span.Builder span = trace.span(
                    context,
                    spawns ? SpanKind.SPAN_KIND_SERVER : SpanKind.SPAN_KIND_CLIENT,
                    name(ask, proxy),
                    spanId,
                    proxyStart,
                    reply.endNanos());
            EnvoySpans.describe(
                    span,
                    proxy,
                    EnvoySpans.Exchange.of(
                            ask,
                            context,
                            // who uses a plain Envoy asks it at the own host
                            proxy.dialect().isIstio() ? caller.address() : "127.0.0.1",
                            outcome.upstream(),
                            reply.responseBytes(),
                            reply.status()));
            return span;
        });
        Part part = new Part(context, spanId, reply.status(), reply.responseBytes(), proxyStart, reply.endNanos());
        reports.outbound(ask, proxy, outcome.instance(), part);
        return reply;
    }

    private static String name(Ask ask, Proxy proxy) {
        boolean decorated = proxy.dialect().isIstio() && proxy.dialect().isDecorated();
        return decorated ? ask.decorated() : "egress " + ask.authority();
    }

    private Reply sendByLinkerd(Ask ask, Proxy proxy, TraceContext context, long start) {
        boolean traced = context.spanId() != 0;
        long spanId = random.nextId();
        Reply reply = attempts.direct(ask, traced ? context.under(spanId) : context, start, traced);
        if (traced) {
            trace.finish(context, proxy, () -> {
                Span.Builder span = trace.span(context, SpanKind.SPAN_KIND_CLIENT, "", spanId, start, reply.endNanos());
                OtherProxySpans.describeLinkerd(span, ask, false, reply.status());
                return span;
            });
        }
        return reply;
    }

    /** A connection into which nobody looks: there is no span, and one report of each side when it is over. */
    private Reply connect(Ask ask, Pod caller, TraceContext context, long start) {
        Pod instance = trace.mesh().pick(ask.callee(), random, start);
        ServiceSpec.VersionSpec version = trace.version(instance);
        Script script = ask.script();
        boolean failed = (script == null || script.isUsual()) && isUnreachable(Fate.draw(version.errors(), random));
        long held = script == null ? 0 : script.holdNanos();
        long end = start
                + 2 * trace.networkNanos()
                + (held > 0 ? held : version.latency().draw(random));
        ReplyStatus status = failed ? ReplyStatus.connectionFailure(Protocol.TCP) : ReplyStatus.ok(Protocol.TCP);
        long bytes = failed
                ? 0
                : script == null || script.isUsual()
                        ? trace.bytesAround(ask.callee().responseBytes())
                        : script.responseBytes();
        reports.connections()
                .connection(ask, caller, instance, new Part(context, random.nextId(), status, bytes, start, end));
        return new Reply(end, status, bytes);
    }

    private static boolean isUnreachable(Fate fate) {
        return fate == Fate.CONNECTION_FAILURE || fate == Fate.TLS_FAILURE;
    }

    /** What a caller's proxy answers where it asked nobody. */
    static ReplyStatus unreached(Protocol protocol, Fate fate) {
        return switch (fate) {
            case CONNECTION_FAILURE -> ReplyStatus.connectionFailure(protocol);
            case TLS_FAILURE -> ReplyStatus.tlsFailure(protocol);
            case OVERFLOW -> ReplyStatus.overflow(protocol);
            case NO_HEALTHY_UPSTREAM -> ReplyStatus.noHealthyUpstream(protocol);
            case FAULT_ABORT -> ReplyStatus.faultAbort(protocol);
            default -> throw new IllegalArgumentException("fate: " + fate + " (expected: one that does not arrive)");
        };
    }

    static long millis(long millis) {
        return (long) (millis * NANOS_PER_MILLI);
    }
}
