/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.TraceSimulation.Inbound;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The caller's side of requests to services: the application's span, the sidecar's or gateway's, and the attempts. A
 * sidecar has one span for all attempts, under which the callee's spans of each attempt stand; a gateway has one for each
 * attempt, as Istio's have since 1.28.
 */
final class ServiceCalls {
    private static final long MAX_BACKOFF_MILLIS = 250;
    private static final long BASE_BACKOFF_MILLIS = 25;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long OVERFLOW_NANOS = 40_000;

    private final TraceRecorder trace;
    private final SeededRandom random;
    private final TraceSimulation services;

    ServiceCalls(TraceRecorder trace, TraceSimulation services) {
        this.trace = trace;
        this.random = trace.random();
        this.services = services;
    }

    /** How all attempts of one request went. */
    private record Attempts(Reply last, String upstream, int reached, int unreached) {}

    /** What does not change between the attempts of one request. */
    private record Outbound(
            Pod caller,
            ServiceSpec callee,
            RequestLine line,
            String operation,
            String url,
            String userAgent,
            long requestBytes,
            int retries,
            SimulatedEdge edge) {}

    /** A service asks another. */
    Reply call(Pod caller, CallSpec call, ServiceSpec callee, long context, long start) {
        RequestLine line = RequestLine.of(callee, call.method(), call.path(), random);
        ServiceSpec self = caller.service();
        String host =
                callee.namespace().equals(self.namespace()) ? callee.name() : callee.name() + "." + callee.namespace();
        Outbound request = new Outbound(
                caller,
                callee,
                line,
                callee.host() + ":" + callee.port() + "/*",
                "http://" + host + ":" + callee.port() + line.path(),
                self.name() + "/" + caller.version().name(),
                line.isBodiless() ? 0 : trace.bytesAround(callee.requestBytes()),
                call.retries(),
                edge(self, callee));
        Exporter appExporter = caller.appExporter();
        long appSpan = appExporter == null ? 0 : random.nextId();
        long proxySpan = random.nextId();
        long proxyStart = start + trace.proxyNanos();
        Attempts attempts = attempt(request, proxySpan, proxyStart, false);
        Reply reply = attempts.last();
        recordSidecar(request, attempts, proxySpan, appSpan == 0 ? context : appSpan, proxyStart);
        long end = reply.endNanos() + trace.proxyNanos();
        if (appExporter != null) {
            Span.Builder span = trace.span(SpanKind.SPAN_KIND_CLIENT, "", appSpan, context, start, end);
            AppSpans.describeClient(span, line, host, callee.port(), request.url(), reply.status());
            trace.finish(appExporter, appSpan, span, List.of());
        }
        return new Reply(end, reply.status(), reply.responseBytes());
    }

    /** A request from the internet comes through a gateway. */
    void enterThrough(Pod gateway, ServiceSpec callee, RequestLine line, int retries, String userAgent, long start) {
        ServiceSpec self = gateway.service();
        String operation = callee.host() + ":" + callee.port() + (line.route().equals("/") ? "/*" : line.route() + "*");
        Outbound request = new Outbound(
                gateway,
                callee,
                line,
                operation,
                "http://www.example.com" + line.path(),
                userAgent,
                line.isBodiless() ? 0 : trace.bytesAround(callee.requestBytes()),
                retries,
                edge(self, callee));
        long spanId = random.nextId();
        Attempts attempts = attempt(request, spanId, start + trace.proxyNanos(), true);
        Reply reply = attempts.last();
        long end = reply.endNanos() + trace.proxyNanos();
        Span.Builder span = trace.span(SpanKind.SPAN_KIND_SERVER, operation, spanId, 0, start, end);
        String client = "203.0.113." + (1 + random.nextInt(254));
        EnvoySpans.describe(span, gateway, exchange(request, client, attempts));
        SimulatedEdge entry = new SimulatedEdge("-", "internet", self.namespace(), self.name(), callee.protocolName());
        trace.finishByProxy(
                gateway,
                spanId,
                span,
                List.of(SimulatedCall.of(entry, reply.status().result())));
    }

    private Attempts attempt(Outbound request, long parent, long start, boolean spanEach) {
        long at = start;
        int reached = 0;
        int unreached = 0;
        for (int attempt = 0; ; attempt++) {
            Pod instance = trace.mesh().pick(request.callee(), random);
            Fate fate = Fate.draw(instance.version().errors(), random);
            String upstream = upstream(request.callee(), instance);
            long spanId = spanEach ? random.nextId() : parent;
            Reply reply = attemptOnce(request, instance, fate, spanId, at);
            boolean arrived = fate != Fate.CONNECTION_FAILURE && fate != Fate.OVERFLOW;
            reached += arrived ? 1 : 0;
            unreached += arrived ? 0 : 1;
            boolean retriable = reply.failed() && fate != Fate.OVERFLOW;
            boolean last = !retriable || attempt == request.retries();
            if (spanEach) {
                recordAttempt(request, instance, upstream, spanId, parent, attempt, at, reply, arrived);
            }
            if (last) {
                boolean exhausted = retriable && request.retries() > 0;
                ReplyStatus status = exhausted ? reply.status().withRetriesExhausted() : reply.status();
                Reply told = new Reply(reply.endNanos(), status, reply.responseBytes());
                return new Attempts(told, upstream, reached, unreached);
            }
            at = reply.endNanos() + backoffNanos(attempt);
        }
    }

    private Reply attemptOnce(Outbound request, Pod instance, Fate fate, long parent, long start) {
        Protocol protocol = request.callee().protocol();
        Inbound inbound = new Inbound(
                request.line(),
                request.operation(),
                request.url(),
                request.userAgent(),
                request.caller().address(),
                parent,
                request.requestBytes(),
                request.edge());
        return switch (fate) {
            case CONNECTION_FAILURE ->
                new Reply(start + 2 * trace.networkNanos(), ReplyStatus.connectionFailure(protocol), 91);
            case OVERFLOW -> new Reply(start + OVERFLOW_NANOS, ReplyStatus.overflow(protocol), 81);
            case TIMEOUT -> {
                long network = trace.networkNanos();
                long waited = Math.max(millis(request.callee().timeoutMillis()), 2 * network);
                services.serveHanging(instance, inbound, start + network, start + waited + network);
                yield new Reply(start + waited, ReplyStatus.timeout(protocol), 24);
            }
            case ANSWERED, SERVER_ERROR, NOT_FOUND -> {
                Reply served = services.serve(instance, inbound, start + trace.networkNanos(), fate);
                yield new Reply(served.endNanos() + trace.networkNanos(), served.status(), served.responseBytes());
            }
        };
    }

    private void recordSidecar(Outbound request, Attempts attempts, long spanId, long parent, long start) {
        Span.Builder span = trace.span(
                SpanKind.SPAN_KIND_CLIENT,
                request.operation(),
                spanId,
                parent,
                start,
                attempts.last().endNanos());
        EnvoySpans.describe(
                span, request.caller(), exchange(request, request.caller().address(), attempts));
        List<SimulatedCall> calls = new ArrayList<>();
        int unseen = attempts.unreached();
        if (attempts.reached() == 0) {
            calls.add(SimulatedCall.of(request.edge(), attempts.last().status().result()));
            unseen--;
        }
        for (int i = 0; i < unseen; i++) {
            calls.add(new SimulatedCall(request.edge(), SimulatedCall.Fate.UNSEEN));
        }
        trace.finishByProxy(request.caller(), spanId, span, calls);
    }

    private void recordAttempt(
            Outbound request,
            Pod instance,
            String upstream,
            long spanId,
            long parent,
            int attempt,
            long start,
            Reply reply,
            boolean arrived) {
        Span.Builder span = trace.span(
                SpanKind.SPAN_KIND_CLIENT, "router " + upstream + "; egress", spanId, parent, start, reply.endNanos());
        EnvoySpans.describeAttempt(
                span,
                request.caller(),
                request.line().protocol(),
                upstream,
                instance.address() + ":" + request.callee().port(),
                attempt,
                reply.status());
        List<SimulatedCall> calls = arrived
                ? List.of()
                : List.of(SimulatedCall.of(request.edge(), reply.status().result()));
        trace.finishByProxy(request.caller(), spanId, span, calls);
    }

    private EnvoySpans.Exchange exchange(Outbound request, String peerAddress, Attempts attempts) {
        ServiceSpec callee = request.callee();
        return new EnvoySpans.Exchange(
                request.line(),
                request.url(),
                callee.host() + ":" + callee.port(),
                trace.requestId(),
                request.userAgent(),
                peerAddress,
                attempts.upstream(),
                request.requestBytes(),
                attempts.last().responseBytes(),
                attempts.last().status());
    }

    /** The mesh has subsets where it shares the traffic between versions by weight. */
    private static String upstream(ServiceSpec callee, Pod instance) {
        boolean weighted = callee.versions().stream()
                        .mapToDouble(ServiceSpec.VersionSpec::weight)
                        .distinct()
                        .count()
                > 1;
        String subset = weighted ? instance.version().name() : "";
        return "outbound|" + callee.port() + "|" + subset + "|" + callee.host();
    }

    private static SimulatedEdge edge(ServiceSpec caller, ServiceSpec callee) {
        return new SimulatedEdge(
                caller.namespace(), caller.name(), callee.namespace(), callee.name(), callee.protocolName());
    }

    /** Envoy's: up to 25 ms after the first attempt, and up to twice as much after each further one. */
    private long backoffNanos(int attempt) {
        long limit = Math.min(MAX_BACKOFF_MILLIS, BASE_BACKOFF_MILLIS * ((2L << attempt) - 1));
        return (long) (random.nextDouble() * limit * NANOS_PER_MILLI);
    }

    static long maxBackoffNanos() {
        return millis(MAX_BACKOFF_MILLIS);
    }

    static long millis(long millis) {
        return (long) (millis * NANOS_PER_MILLI);
    }
}
