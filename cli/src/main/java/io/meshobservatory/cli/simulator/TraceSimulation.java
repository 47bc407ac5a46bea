/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.proxy.Peer;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.cli.simulator.traffic.Stream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one request through the mesh: what the services do, in which order, and how long it takes. What the two sides
 * of each hop do is in {@link ServiceCalls}, {@link TargetCalls} and {@link Serving}.
 */
final class TraceSimulation {
    private static final long ERROR_BODY_BYTES = 120;

    private final TraceRecorder trace;
    private final SeededRandom random;
    private final Attempts attempts;
    private final Gateways gateways;
    private final ServiceCalls serviceCalls;
    private final TargetCalls targetCalls;

    private TraceSimulation(TraceRecorder trace) {
        this.trace = trace;
        this.random = trace.random();
        ProxyReports reports = new ProxyReports(trace);
        this.attempts = new Attempts(trace, new Serving(trace, reports, this));
        this.gateways = new Gateways(trace, attempts, reports);
        this.serviceCalls = new ServiceCalls(trace, attempts, reports);
        this.targetCalls = new TargetCalls(trace, this, reports);
    }

    /** What comes of one request that arrives at {@code startNanos}. */
    static List<Occurrence> run(Mesh mesh, EntrySpec entry, SeededRandom random, long startNanos) {
        TraceRecorder trace = new TraceRecorder(mesh, random, startNanos);
        new TraceSimulation(trace).enter(entry, startNanos);
        return trace.occurrences();
    }

    /** The same of one request of a stream. */
    static List<Occurrence> run(Mesh mesh, Stream stream, SeededRandom random, long startNanos) {
        TraceRecorder trace = new TraceRecorder(mesh, random, startNanos);
        new TraceSimulation(trace).send(stream, startNanos);
        return trace.occurrences();
    }

    private void send(Stream stream, long start) {
        Script script = Script.of(stream, random);
        String method = stream.question().method();
        Pod sender = trace.mesh().pick(trace.scenario().service(stream.origin().name()), random, start);
        switch (stream.origin().kind()) {
            case INTERNET -> {
                ServiceSpec callee = trace.scenario().service(stream.to());
                EntrySpec entry = new EntrySpec(
                        stream.id(), stream.to(), sender.service().name(), 1, method, script.path(), 0, Rhythm.FLAT);
                gateways.enter(sender, callee, entry, start, script);
            }
            case SERVICE -> {
                CallSpec call = new CallSpec(stream.to(), 1, false, 0, false, method, script.path());
                call(sender, call, trace.root(), start, script);
            }
        }
    }

    private void enter(EntrySpec entry, long start) {
        Scenario scenario = trace.scenario();
        ServiceSpec service = scenario.service(entry.to());
        String via = entry.via();
        if (via != null) {
            gateways.enter(trace.mesh().pick(scenario.service(via), random, start), service, entry, start, null);
            return;
        }
        RequestLine line = RequestLine.of(service, entry.method(), entry.path(), random);
        String authority = service.host() + ":" + service.port();
        Ask ask = new Ask(
                null,
                Peer.unknown(entry.callerAddress()),
                entry.caller(service),
                SimulatedNode.UNKNOWN,
                service,
                line,
                "http://" + authority + line.path(),
                authority,
                line.userAgent("curl/8.14.1"),
                "-",
                line.isBodiless() ? 0 : trace.bytesAround(service.requestBytes()),
                0,
                false,
                null);
        attempts.direct(ask, trace.root(), start, false);
    }

    /** What the application does for a request. */
    Reply answer(Ask ask, Pod pod, TraceContext context, long start, Fate fate) {
        Script script = ask.script();
        if (fate.isDenied()) {
            ReplyStatus denied = ReplyStatus.denied(ask.callee().protocol(), fate, ask.policy());
            return new Reply(start + ownNanos(pod) / 4, denied.seenFromBehind(), ERROR_BODY_BYTES);
        }
        if (script == null) {
            return work(pod, trace.version(pod).calls(), context, start, fate);
        }
        long own = script.holdNanos() > 0 ? script.holdNanos() : ownNanos(pod);
        List<CallSpec> calls = script.deep() ? trace.version(pod).calls() : List.of();
        Reply reply = work(pod, calls, context, start, fate, own);
        boolean answered = !script.deep() && !reply.status().isRefused();
        return answered ? new Reply(reply.endNanos(), reply.status(), script.responseBytes()) : reply;
    }

    /** What the application does for a request or a message: its own work, and the calls in between. */
    Reply work(Pod pod, List<CallSpec> calls, TraceContext context, long start, Fate fate) {
        return work(pod, calls, context, start, fate, ownNanos(pod));
    }

    private Reply work(Pod pod, List<CallSpec> calls, TraceContext context, long start, Fate fate, long own) {
        Protocol protocol = pod.service().protocol();
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
            Reply reply = call(pod, call, context, stepStart, null);
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

    private Reply call(Pod caller, CallSpec call, TraceContext context, long start, @Nullable Script script) {
        Scenario scenario = trace.scenario();
        TargetSpec target = scenario.targets().get(call.to());
        if (target == null) {
            return serviceCalls.call(caller, call, scenario.service(call.to()), context, start, script);
        }
        if (target instanceof Database database) {
            return targetCalls.query(caller, call, database, context, start, script);
        }
        if (target instanceof Topic topic) {
            return targetCalls.publish(caller, topic, context, start);
        }
        return targetCalls.askOutside(caller, call, (External) target, context, start, script);
    }

    private long ownNanos(Pod pod) {
        long nanos = trace.version(pod).latency().draw(random);
        boolean slow = random.chance(pod.service().slowRate());
        return slow ? (long) (nanos * pod.service().slowFactor()) : nanos;
    }
}
