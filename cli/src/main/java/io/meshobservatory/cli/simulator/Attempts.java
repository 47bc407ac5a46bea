/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.Serving.Served;
import io.meshobservatory.cli.simulator.graph.VersionPair;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to have a request answered. Most proxies have one span for all of them, under which the callee's spans of
 * each attempt stand; others have one for each attempt.
 */
final class Attempts {
    private static final long MAX_BACKOFF_MILLIS = 250;
    private static final long BASE_BACKOFF_MILLIS = 25;
    private static final long OVERFLOW_NANOS = 40_000;
    private static final long ERROR_BODY_BYTES = 91;
    private static final String NO_FLAGS = "-";

    private final TraceRecorder trace;
    private final SeededRandom random;
    private final Serving serving;

    Attempts(TraceRecorder trace, Serving serving) {
        this.trace = trace;
        this.random = trace.random();
        this.serving = serving;
    }

    /** How all attempts went; {@code instance} is null where the last one chose none. */
    record Outcome(Reply reply, String upstream, @Nullable Pod instance) {}

    /** One attempt as both sides saw it; {@code served} is null where it did not arrive. */
    private record Attempt(
            Pod instance, Fate fate, Reply reply, @Nullable Served served, long start) {}

    /** The longest pause between two attempts. */
    static long maxBackoffNanos() {
        return ServiceCalls.millis(MAX_BACKOFF_MILLIS);
    }

    /**
     * Attempts of an Envoy.
     *
     * @param context under which the attempts stand
     * @param spanEach whether each attempt has a span
     * @param contextLost whether the caller's application did not hand on the trace headers
     */
    Outcome run(Ask ask, Proxy proxy, TraceContext context, long start, boolean spanEach, boolean contextLost) {
        List<Attempt> made = new ArrayList<>();
        long at = start;
        while (true) {
            Pod instance = trace.mesh().pick(ask.callee(), random, at);
            Fate fate = ask.fate(trace.version(instance).errors(), random);
            long spanId = spanEach ? random.nextId() : context.spanId();
            TraceContext own = context.under(spanId);
            Attempt attempt = attempt(ask, instance, fate, own, proxy.self().address(), at);
            boolean retriable = attempt.reply().failed() && fate.isRetried();
            boolean last = !retriable || made.size() == ask.retries();
            if (spanEach) {
                recordAttempt(ask, proxy, context, spanId, made.size(), attempt);
            }
            made.add(attempt);
            if (last) {
                Reply reply = attempt.reply();
                boolean exhausted = retriable && ask.retries() > 0;
                Reply told = exhausted ? reply.with(reply.status().withRetriesExhausted()) : reply;
                recordCalls(ask, made, told, context, start, spanEach, contextLost);
                boolean chosen = fate != Fate.OVERFLOW && fate != Fate.NO_HEALTHY_UPSTREAM && fate != Fate.FAULT_ABORT;
                return new Outcome(told, upstream(ask, proxy, instance), chosen ? instance : null);
            }
            at = attempt.reply().endNanos() + backoffNanos(made.size() - 1);
        }
    }

    /** A single attempt without an Envoy: what only such a proxy does cannot happen. */
    Reply direct(Ask ask, TraceContext context, long start, boolean traced) {
        Pod instance = trace.mesh().pick(ask.callee(), random, start);
        Fate drawn = ask.fate(trace.version(instance).errors(), random);
        Fate fate = ask.callee().hasWaypoint() ? drawn : drawn.withoutProxy();
        Attempt attempt = attempt(ask, instance, fate, context, ask.source().address(), start);
        Reply reply = attempt.reply();
        long nanos = traced ? reply.endNanos() - start : SimulatedCall.UNTOLD;
        call(ask, attempt, NO_FLAGS, context, nanos, true, false);
        return reply;
    }

    private Attempt attempt(Ask ask, Pod instance, Fate fate, TraceContext context, String address, long start) {
        ServiceSpec.Protocol protocol = ask.callee().protocol();
        boolean waypoint = ask.callee().hasWaypoint();
        if (!waypoint && !fate.arrives()) {
            boolean tried = fate == Fate.CONNECTION_FAILURE || fate == Fate.TLS_FAILURE;
            long waited = tried ? 2 * trace.networkNanos() : OVERFLOW_NANOS;
            Reply reply = new Reply(start + waited, ServiceCalls.unreached(protocol, fate), ERROR_BODY_BYTES);
            return new Attempt(instance, fate, reply, null, start);
        }
        String peer = peerAddress(ask, instance, address);
        long network = trace.networkNanos();
        if (!waypoint && fate == Fate.TIMEOUT) {
            long waited = Math.max(ServiceCalls.millis(ask.callee().timeoutMillis()), 2 * network);
            Served served =
                    serving.serveHanging(ask, instance, context, peer, start + network, start + waited + network);
            Reply reply = new Reply(start + waited, ReplyStatus.timeout(protocol), 24);
            return new Attempt(instance, fate, reply, served, start);
        }
        boolean delayed = !waypoint && fate == Fate.FAULT_DELAY;
        long delay =
                delayed ? ServiceCalls.millis(trace.version(instance).errors().faultDelayMillis()) : 0;
        Served served = serving.serve(ask, instance, context, peer, start + delay + network, fate);
        ReplyStatus seen = served.status().seenFromBehind();
        Reply reply = new Reply(
                served.end() + trace.networkNanos(), delayed ? seen.withFlag("DI") : seen, served.responseBytes());
        return new Attempt(instance, fate, reply, served, start);
    }

    /** A connection from another cluster comes from that cluster's east-west gateway. */
    private String peerAddress(Ask ask, Pod instance, String address) {
        Proxy gateway = ProxyReports.isRemote(ask, instance)
                ? trace.mesh().eastWestGateway(instance.service().cluster())
                : null;
        return gateway == null ? address : gateway.self().address();
    }

    private void recordAttempt(Ask ask, Proxy proxy, TraceContext context, long spanId, int number, Attempt attempt) {
        trace.finish(context, proxy, () -> {
            String upstream = upstream(ask, proxy, attempt.instance());
            Span.Builder span = trace.span(
                    context,
                    SpanKind.SPAN_KIND_CLIENT,
                    EnvoySpans.attemptName(proxy, upstream),
                    spanId,
                    attempt.start(),
                    attempt.reply().endNanos());
            String address = attempt.instance().address() + ":" + ask.callee().port();
            EnvoySpans.describeAttempt(
                    span,
                    proxy,
                    ask.line(),
                    upstream,
                    address,
                    number,
                    attempt.reply().status());
            if (proxy.dialect().kind() == Dialect.Kind.ENVOY && ask.mutualTls(attempt.instance())) {
                EnvoySpans.addIdentities(span, ask.source(), attempt.instance().peer());
            }
            return span;
        });
    }

    private void recordCalls(
            Ask ask,
            List<Attempt> made,
            Reply told,
            TraceContext context,
            long start,
            boolean spanEach,
            boolean contextLost) {
        boolean anyArrived = made.stream().anyMatch(attempt -> attempt.served() != null);
        for (int i = 0; i < made.size(); i++) {
            Attempt attempt = made.get(i);
            boolean last = i == made.size() - 1;
            long end = spanEach ? attempt.reply().endNanos() : told.endNanos();
            long begin = spanEach ? attempt.start() : start;
            String flags = spanEach
                    ? attempt.reply().status().flags()
                    : last ? told.status().flags() : NO_FLAGS;
            boolean seen = spanEach || attempt.served() != null || (last && !anyArrived);
            call(ask, attempt, flags, context, end - begin, seen, contextLost);
        }
    }

    private void call(
            Ask ask,
            Attempt attempt,
            String callerFlags,
            TraceContext context,
            long clientNanos,
            boolean seen,
            boolean contextLost) {
        Served served = attempt.served();
        Reply reply = attempt.reply();
        ReplyStatus status = served == null ? reply.status() : served.status();
        Pod instance = served == null ? null : served.instance();
        VersionPair versions = ask.versions(instance);
        trace.call(
                reply.endNanos(),
                new SimulatedCall(
                        ask.edge(),
                        versions,
                        status,
                        unite(callerFlags, served == null ? NO_FLAGS : status.flags()),
                        seen,
                        context.sampled(),
                        contextLost,
                        security(ask, attempt, served),
                        ask.requestBytes(),
                        reply.responseBytes(),
                        clientNanos,
                        served == null ? SimulatedCall.UNTOLD : served.nanos()));
    }

    /** Whether the proxy in front of the callee saw a secured connection; null where none was made, or there is none. */
    private static @Nullable Boolean security(Ask ask, Attempt attempt, @Nullable Served served) {
        boolean proxied = ask.callee().hasProxySpans() || ask.callee().hasWaypoint();
        return served != null && proxied ? Boolean.valueOf(ask.mutualTls(attempt.instance())) : null;
    }

    private static String unite(String one, String other) {
        if (one.equals(NO_FLAGS) && other.equals(NO_FLAGS)) {
            return "";
        }
        TreeSet<String> all = new TreeSet<>(List.of((one + "," + other).split(",", -1)));
        all.remove(NO_FLAGS);
        return String.join(",", all);
    }

    /** Istio names upstreams by direction, port, subset and host; other Envoys as their operators like. */
    static String upstream(Ask ask, Proxy proxy, @Nullable Pod instance) {
        return proxy.dialect().isIstio() ? ask.upstream(instance) : ask.callee().name();
    }

    /** Envoy's: up to 25 ms after the first attempt, and up to twice as much after each further one. */
    private long backoffNanos(int attempt) {
        long limit = Math.min(MAX_BACKOFF_MILLIS, BASE_BACKOFF_MILLIS * ((2L << attempt) - 1));
        return ServiceCalls.millis(1) * limit / 1_000 * random.nextInt(1_000);
    }
}
