/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.proxy.Peer;
import java.util.List;

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
        TraceRecorder trace = new TraceRecorder(mesh, random);
        new TraceSimulation(trace).enter(entry, startNanos);
        return trace.occurrences();
    }

    private void enter(EntrySpec entry, long start) {
        Scenario scenario = trace.mesh().scenario();
        ServiceSpec service = scenario.service(entry.to());
        String via = entry.via();
        if (via != null) {
            gateways.enter(trace.mesh().pick(scenario.service(via), random, start), service, entry, start);
            return;
        }
        RequestLine line = RequestLine.of(service, entry.method(), entry.path(), random);
        String authority = service.host() + ":" + service.port();
        Ask ask = new Ask(
                null,
                Peer.unknown(callerAddress(entry)),
                caller(entry, service),
                SimulatedNode.UNKNOWN,
                service,
                line,
                "http://" + authority + line.path(),
                authority,
                line.userAgent("curl/8.14.1"),
                "-",
                line.isBodiless() ? 0 : trace.bytesAround(service.requestBytes()),
                0);
        attempts.direct(ask, trace.root(), start, false);
    }

    /** How the graph names a caller without telemetry: by its address, which is always the same. */
    static SimulatedNode caller(EntrySpec entry, ServiceSpec service) {
        String cluster = PodFactory.node(service).cluster();
        return new SimulatedNode(cluster, SimulatedNode.UNKNOWN, callerAddress(entry), SimulatedNode.Kind.UNKNOWN);
    }

    private static String callerAddress(EntrySpec entry) {
        return "10.245.0." + (2 + Math.floorMod(SeededRandom.hash(entry.name()), 250L));
    }

    /** What the application does for a request or a message: its own work, and the calls in between. */
    Reply work(Pod pod, List<CallSpec> calls, TraceContext context, long start, Fate fate) {
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

    private Reply call(Pod caller, CallSpec call, TraceContext context, long start) {
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
}
