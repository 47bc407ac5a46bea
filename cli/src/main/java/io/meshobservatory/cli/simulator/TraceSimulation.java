/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one request through the mesh: what the services do, in which order, and how long it takes. What the callers'
 * side of each hop does is in {@link ServiceCalls} and {@link TargetCalls}.
 */
final class TraceSimulation {
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final long ERROR_BODY_BYTES = 120;
    /** How long an application goes on after its caller has hung up, nanoseconds. */
    private static final long ABANDONED_NANOS = 2_000_000;

    private final TraceRecorder trace;
    private final SeededRandom random;
    private final ServiceCalls serviceCalls;
    private final TargetCalls targetCalls;

    private TraceSimulation(TraceRecorder trace) {
        this.trace = trace;
        this.random = trace.random();
        this.serviceCalls = new ServiceCalls(trace, this);
        this.targetCalls = new TargetCalls(trace, this);
    }

    /** The spans of one request that arrives at {@code startNanos}. */
    static List<FinishedSpan> run(Mesh mesh, EntrySpec entry, SeededRandom random, long startNanos) {
        TraceRecorder trace = new TraceRecorder(mesh, random);
        new TraceSimulation(trace).enter(entry, startNanos);
        return trace.spans();
    }

    /** The longest time that an application goes on after its caller has hung up. */
    static long maxAbandonedNanos() {
        return ABANDONED_NANOS;
    }

    /**
     * A request as it arrives at an instance.
     *
     * @param line what is asked for
     * @param operation the name that the route gives to it
     * @param url the whole URL
     * @param userAgent who asks
     * @param peerAddress the address it comes from
     * @param parentId the span that it belongs under, 0 for none
     * @param requestBytes size of its body
     * @param edge the call that it is
     */
    record Inbound(
            RequestLine line,
            String operation,
            String url,
            String userAgent,
            String peerAddress,
            long parentId,
            long requestBytes,
            SimulatedEdge edge) {}

    private void enter(EntrySpec entry, long start) {
        Scenario scenario = trace.mesh().scenario();
        ServiceSpec service = scenario.service(entry.to());
        RequestLine line = RequestLine.of(service, entry.method(), entry.path(), random);
        String via = entry.via();
        if (via != null) {
            Pod gateway = trace.mesh().pick(scenario.service(via), random);
            serviceCalls.enterThrough(gateway, service, line, entry.retries(), BROWSER, start);
            return;
        }
        Pod pod = trace.mesh().pick(service, random);
        // a caller without a sidecar, always of the same address
        String caller = "10.245.0." + (2 + Math.floorMod(SeededRandom.hash(entry.name()), 250L));
        SimulatedEdge edge =
                new SimulatedEdge("unknown", caller, service.namespace(), service.name(), service.protocolName());
        Inbound inbound = new Inbound(
                line,
                service.host() + ":" + service.port() + "/*",
                "http://" + service.host() + ":" + service.port() + line.path(),
                "curl/8.14.1",
                caller,
                0,
                line.isBodiless() ? 0 : trace.bytesAround(service.requestBytes()),
                edge);
        serve(pod, inbound, start, Fate.draw(pod.version().errors(), random).withoutProxy());
    }

    /** Answers a request, and records it at the sidecar and, where it is instrumented, in the application. */
    Reply serve(Pod pod, Inbound inbound, long start, Fate fate) {
        long proxySpan = random.nextId();
        long appSpan = pod.appExporter() == null ? 0 : random.nextId();
        long appStart = start + trace.proxyNanos();
        Reply work = work(pod, pod.version().calls(), appSpan == 0 ? proxySpan : appSpan, appStart, fate);
        long end = work.endNanos() + trace.proxyNanos();
        recordServer(pod, inbound, start, end, proxySpan, work.status(), work.responseBytes());
        recordApp(pod, inbound, appStart, work.endNanos(), appSpan, proxySpan, work.status());
        return new Reply(end, work.status(), work.responseBytes());
    }

    /** Works on a request until the caller hangs up. */
    void serveHanging(Pod pod, Inbound inbound, long start, long end) {
        long proxySpan = random.nextId();
        long appSpan = pod.appExporter() == null ? 0 : random.nextId();
        ReplyStatus status = ReplyStatus.hungUp();
        recordServer(pod, inbound, start, end, proxySpan, status, 0);
        recordApp(pod, inbound, start + trace.proxyNanos(), end + ABANDONED_NANOS, appSpan, proxySpan, status);
    }

    /** What the application does for a request or a message: its own work, and the calls in between. */
    Reply work(Pod pod, List<CallSpec> calls, long context, long start, Fate fate) {
        Protocol protocol = pod.service().protocol();
        long own = ownNanos(pod);
        if (fate == Fate.SERVER_ERROR) {
            return new Reply(start + own / 2, ReplyStatus.internalError(protocol), ERROR_BODY_BYTES);
        }
        if (fate == Fate.NOT_FOUND) {
            return new Reply(start + own / 4, ReplyStatus.notFound(protocol), ERROR_BODY_BYTES);
        }
        long pause = own / (calls.size() + 1);
        long stepStart = start;
        long stepEnd = start;
        boolean failed = false;
        for (CallSpec call : calls) {
            if (!call.parallel()) {
                if (failed) {
                    break;
                }
                stepStart = stepEnd + pause;
                stepEnd = stepStart;
            }
            if (call.probability() < 1 && !random.chance(call.probability())) {
                continue;
            }
            Reply reply = call(pod, call, context, stepStart);
            stepEnd = Math.max(stepEnd, reply.endNanos());
            failed |= reply.failed() && !call.optional();
        }
        long end = stepEnd + pause;
        return failed
                ? new Reply(end, ReplyStatus.internalError(protocol), ERROR_BODY_BYTES)
                : new Reply(
                        end,
                        ReplyStatus.ok(protocol),
                        trace.bytesAround(pod.service().responseBytes()));
    }

    private Reply call(Pod caller, CallSpec call, long context, long start) {
        Scenario scenario = trace.mesh().scenario();
        TargetSpec target = scenario.targets().get(call.to());
        if (target == null) {
            return serviceCalls.call(caller, call, scenario.service(call.to()), context, start);
        }
        if (target instanceof Database database) {
            return targetCalls.query(caller, call, database, context, start);
        }
        if (target instanceof Topic topic) {
            return targetCalls.publish(caller, topic, context, start);
        }
        return targetCalls.askOutside(caller, call, (External) target, context, start);
    }

    private long ownNanos(Pod pod) {
        long nanos = pod.version().latency().draw(random);
        boolean slow = random.chance(pod.service().slowRate());
        return slow ? (long) (nanos * pod.service().slowFactor()) : nanos;
    }

    private void recordServer(
            Pod pod, Inbound inbound, long start, long end, long spanId, ReplyStatus status, long responseBytes) {
        Span.Builder span =
                trace.span(SpanKind.SPAN_KIND_SERVER, inbound.operation(), spanId, inbound.parentId(), start, end);
        EnvoySpans.describe(
                span,
                pod,
                new EnvoySpans.Exchange(
                        inbound.line(),
                        inbound.url(),
                        pod.service().host() + ":" + pod.service().port(),
                        trace.requestId(),
                        inbound.userAgent(),
                        inbound.peerAddress(),
                        "inbound|" + pod.service().port() + "||",
                        inbound.requestBytes(),
                        responseBytes,
                        status));
        trace.finishByProxy(pod, spanId, span, List.of(SimulatedCall.of(inbound.edge(), status.result())));
    }

    private void recordApp(
            Pod pod, Inbound inbound, long start, long end, long spanId, long parentId, ReplyStatus status) {
        @Nullable Exporter exporter = pod.appExporter();
        if (exporter == null) {
            return;
        }
        Span.Builder span = trace.span(SpanKind.SPAN_KIND_SERVER, "", spanId, parentId, start, end);
        AppSpans.describeServer(span, pod, inbound.line(), inbound.userAgent(), status);
        trace.finish(exporter, spanId, span, List.of());
    }
}
