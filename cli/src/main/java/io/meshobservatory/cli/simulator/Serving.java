/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ReportWriter.Part;
import io.meshobservatory.cli.simulator.proxy.Peer;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.jspecify.annotations.Nullable;

/** The callee's side of requests: the waypoint, the proxy beside the instance, and the application. */
final class Serving {
    private static final long DENIAL_BODY_BYTES = 19;
    /** How long an application goes on after its caller has hung up, nanoseconds. */
    private static final long ABANDONED_NANOS = 2_000_000;

    private final TraceRecorder trace;
    private final SeededRandom random;
    private final ProxyReports reports;
    private final TraceSimulation services;

    Serving(TraceRecorder trace, ProxyReports reports, TraceSimulation services) {
        this.trace = trace;
        this.random = trace.random();
        this.reports = reports;
        this.services = services;
    }

    /** The longest time that an application goes on after its caller has hung up. */
    static long maxAbandonedNanos() {
        return ABANDONED_NANOS;
    }

    /**
     * How the callee's side took a request.
     *
     * @param end when the answer left it
     * @param status the answer as it saw it
     * @param responseBytes size of the answer's body
     * @param nanos how long it took at the place nearest to the caller
     * @param instance who answered, null where nobody was chosen
     */
    record Served(
            long end,
            ReplyStatus status,
            long responseBytes,
            long nanos,
            @Nullable Pod instance) {}

    /**
     * A request that comes to the callee's side.
     *
     * @param peerAddress who connected
     */
    Served serve(Ask ask, Pod pod, TraceContext context, String peerAddress, long start, Fate fate) {
        if (ask.callee().hasWaypoint()) {
            return serveByWaypoint(ask, pod, context, peerAddress, start, fate);
        }
        Served served = serveByInstance(ask, pod, context, peerAddress, start, fate);
        Part part = new Part(context, random.nextId(), served.status(), served.responseBytes(), start, served.end());
        reports.connections().tunnels(ask, null, pod, part);
        return served;
    }

    /** Works on a request until the caller hangs up. */
    Served serveHanging(Ask ask, Pod pod, TraceContext context, String peerAddress, long start, long end) {
        ReplyStatus status = ReplyStatus.hungUp();
        InboundSpans spans = new InboundSpans(ask, pod, context, peerAddress);
        Exporter app = pod.appExporter();
        if (app != null) {
            spans.recordApplication(app, start + trace.proxyNanos(), end + ABANDONED_NANOS, status);
        }
        spans.recordProxy(start, end, status, 0, true);
        return new Served(end, status, 0, end - start, pod);
    }

    private Served serveByInstance(Ask ask, Pod pod, TraceContext context, String peerAddress, long start, Fate fate) {
        InboundSpans spans = new InboundSpans(ask, pod, context, peerAddress);
        // without a proxy, the application refuses
        if (fate.isDenied() && (pod.proxy() != null || ask.callee().hasWaypoint())) {
            ReplyStatus denied = ReplyStatus.denied(ask.callee().protocol(), fate, ask.policy());
            long end = start + trace.proxyNanos();
            spans.recordProxy(start, end, denied, DENIAL_BODY_BYTES, false);
            return new Served(end, denied, DENIAL_BODY_BYTES, end - start, pod);
        }
        long appStart = start + trace.proxyNanos();
        Reply work = services.answer(ask, pod, spans.applicationContext(), appStart, fate);
        long end = work.endNanos() + trace.proxyNanos();
        Exporter app = pod.appExporter();
        if (app != null) {
            spans.recordApplication(app, appStart, work.endNanos(), work.status());
        }
        spans.recordProxy(start, end, work.status(), work.responseBytes(), true);
        long nanos = pod.proxy() == null ? work.endNanos() - appStart : end - start;
        return new Served(end, work.status(), work.responseBytes(), nanos, pod);
    }

    private Served serveByWaypoint(Ask ask, Pod pod, TraceContext context, String peerAddress, long start, Fate fate) {
        Proxy waypoint = trace.mesh().waypoint(ask.callee());
        ServiceSpec.Protocol protocol = ask.callee().protocol();
        long spanId = random.nextId();
        long begin = start + trace.proxyNanos();
        long end;
        ReplyStatus status;
        long bytes = DENIAL_BODY_BYTES;
        Pod instance = null;
        if (fate.isDenied()) {
            end = begin;
            status = ReplyStatus.denied(protocol, fate, ask.policy());
        } else if (!fate.arrives()) {
            end = begin + trace.networkNanos();
            status = ServiceCalls.unreached(protocol, fate);
        } else if (fate == Fate.TIMEOUT) {
            instance = pod;
            long network = trace.networkNanos();
            long waited = Math.max(ServiceCalls.millis(ask.callee().timeoutMillis()), 2 * network);
            end = begin + waited;
            status = ReplyStatus.timeout(protocol);
            serveHanging(ask, pod, context.under(spanId), waypoint.self().address(), begin + network, end);
        } else {
            instance = pod;
            long delay = fate == Fate.FAULT_DELAY
                    ? ServiceCalls.millis(trace.version(pod).errors().faultDelayMillis())
                    : 0;
            String address = waypoint.self().address();
            long arrival = begin + delay + trace.networkNanos();
            Served served = serveByInstance(ask, pod, context.under(spanId), address, arrival, fate);
            end = served.end() + trace.networkNanos();
            status = delay > 0 ? served.status().withFlag("DI") : served.status();
            bytes = served.responseBytes();
        }
        recordWaypoint(ask, waypoint, instance, context, spanId, peerAddress, start, end, status, bytes);
        return new Served(end, status, bytes, end - start, instance);
    }

    private void recordWaypoint(
            Ask ask,
            Proxy waypoint,
            @Nullable Pod instance,
            TraceContext context,
            long spanId,
            String peerAddress,
            long start,
            long end,
            ReplyStatus status,
            long bytes) {
        Exporter worker = waypoint.worker(random);
        boolean confused = waypoint.dialect().confusesWaypointName();
        Exporter exporter = confused ? trace.mesh().confusedExporter(worker, ask.callee()) : worker;
        trace.finish(context, exporter, () -> {
            Span.Builder span = trace.span(context, SpanKind.SPAN_KIND_SERVER, ask.decorated(), spanId, start, end);
            String upstream = ProxyReports.vip(ask.callee());
            EnvoySpans.describe(
                    span, waypoint, EnvoySpans.Exchange.of(ask, context, peerAddress, upstream, bytes, status));
            if (waypoint.dialect().tellsWaypointPeers()) {
                boolean known =
                        ask.caller() != null && ask.caller().service().mesh().isIstio();
                Peer source = known ? ask.source() : Peer.unknown(peerAddress);
                EnvoySpans.addWaypointPeers(span, source, destination(ask, instance));
            }
            return span;
        });
        Part part = new Part(context, spanId, status, bytes, start, end);
        reports.waypoint(ask, waypoint, instance, part);
        if (instance != null) {
            reports.connections().tunnels(ask, waypoint, instance, part);
        }
    }

    /** A waypoint knows which service is asked, also where no instance was chosen. */
    private static Peer destination(Ask ask, @Nullable Pod instance) {
        if (instance != null) {
            return instance.peer();
        }
        ServiceSpec callee = ask.callee();
        return new Peer(
                callee.cluster(),
                callee.namespace(),
                Peer.UNKNOWN,
                callee.name(),
                Peer.UNKNOWN,
                Peer.UNKNOWN,
                Peer.UNKNOWN,
                Peer.UNKNOWN,
                Peer.UNKNOWN);
    }

    /** The spans of one request at one instance; their ids are known before it is worked on. */
    private final class InboundSpans {
        private final Ask ask;
        private final Pod pod;
        private final TraceContext context;
        private final String peerAddress;
        private final long proxySpan = random.nextId();
        private final long internalSpan = random.nextId();
        private final long appSpan = random.nextId();

        InboundSpans(Ask ask, Pod pod, TraceContext context, String peerAddress) {
            this.ask = ask;
            this.pod = pod;
            this.context = context;
            this.peerAddress = peerAddress;
        }

        /** The context in which the proxy hands the request to the application. */
        private TraceContext handedOn() {
            Proxy proxy = pod.proxy();
            if (proxy == null || isSilent(proxy)) {
                return context;
            }
            return context.under(proxy.dialect().kind() == Dialect.Kind.ENVOY ? internalSpan : proxySpan);
        }

        /** The context in which the application calls others. */
        TraceContext applicationContext() {
            return pod.appExporter() == null ? handedOn() : handedOn().under(appSpan);
        }

        void recordApplication(Exporter exporter, long start, long end, ReplyStatus status) {
            trace.finishByApplication(context, exporter, () -> {
                Span.Builder span = trace.span(handedOn(), SpanKind.SPAN_KIND_SERVER, "", appSpan, start, end);
                AppSpans.describeServer(span, pod, ask, peerAddress, status);
                return span;
            });
        }

        void recordProxy(long start, long end, ReplyStatus status, long bytes, boolean arrived) {
            Proxy proxy = pod.proxy();
            if (proxy == null || isSilent(proxy)) {
                return;
            }
            if (arrived && proxy.dialect().kind() == Dialect.Kind.ENVOY) {
                recordInternal(proxy, start, end, status);
            }
            trace.finish(context, proxy, () -> {
                Span.Builder span = trace.span(context, SpanKind.SPAN_KIND_SERVER, "", proxySpan, start, end);
                if (proxy.dialect().kind() == Dialect.Kind.LINKERD) {
                    OtherProxySpans.describeLinkerd(span, ask, true, status);
                } else {
                    describeEnvoy(span, proxy, status, bytes);
                }
                return span;
            });
            reports.inbound(ask, pod, new Part(context, proxySpan, status, bytes, start, end), arrived);
        }

        private void describeEnvoy(Span.Builder span, Proxy proxy, ReplyStatus status, long bytes) {
            boolean istio = proxy.dialect().isIstio();
            span.setName(istio && proxy.dialect().isDecorated() ? ask.decorated() : "ingress");
            String upstream = istio ? "inbound|" + ask.callee().port() + "||" : "local_service";
            EnvoySpans.describe(
                    span, proxy, EnvoySpans.Exchange.of(ask, context, peerAddress, upstream, bytes, status));
            if (!istio && ask.mutualTls(pod)) {
                EnvoySpans.addIdentities(span, ask.source(), pod.peer());
            }
        }

        /** An Envoy that traces every attempt traces the way to its own application too. */
        private void recordInternal(Proxy proxy, long start, long end, ReplyStatus status) {
            trace.finish(context, proxy, () -> {
                Span.Builder span = trace.span(
                        context.under(proxySpan),
                        SpanKind.SPAN_KIND_CLIENT,
                        EnvoySpans.attemptName(proxy, "local_service"),
                        internalSpan,
                        start,
                        end);
                String address = "127.0.0.1:" + ask.callee().port();
                EnvoySpans.describeAttempt(span, proxy, ask.line(), "local_service", address, 0, status);
                return span;
            });
        }

        /** Linkerd never begins a trace. */
        private boolean isSilent(Proxy proxy) {
            return proxy.dialect().kind() == Dialect.Kind.LINKERD && context.spanId() == 0;
        }
    }
}
