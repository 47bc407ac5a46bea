/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.SpanKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the calls in the spans of one trace. Stateless; the order of the spans does not matter.
 *
 * <ul>
 *   <li>A span whose parent runs in another service is a call, whatever the kinds of the two. One parent may have many
 *       such children (fan-out, retries, hedging): each is a call.
 *   <li>Spans of one service in a row (application and sidecar) describe one hop. The call is described by the two spans
 *       nearest to the wire; a client span above another client span of its service is the same hop, seen from further
 *       away, and no call of its own.
 *   <li>A client span of its own service's server span (one replica calls another) is a call of the service to itself.
 *   <li>A client span that nothing answers is a call to the peer that its attributes name; a server span without a
 *       caller is a call from the peer that its attributes name, or from nobody known.
 *   <li>Messages pass through a broker: a producer calls the topic, and the topic calls the consumer. Where a consumer
 *       span stands above another of its service and topic (receiving and processing), the lower one is the call.
 * </ul>
 *
 * <p>Walking up through spans of the same service goes back to Zipkin's DependencyLinker. Cost: linear in the number of
 * spans, for chains of bounded length.
 */
public final class TraceLinker {
    private static final int NONE = -1;

    private TraceLinker() {}

    /**
     * The calls of a trace.
     *
     * @param spans the spans of one trace, each once; see {@link SpanSet}
     * @return the calls, in no particular order
     */
    public static List<Call> link(List<Span> spans) {
        NodeUnifier nodes = NodeUnifier.of(spans);
        SpanIndex index = new SpanIndex(spans, nodes);
        int[] parents = new int[spans.size()];
        boolean[] answered = new boolean[spans.size()];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = index.parentOf(i);
            if (parents[i] != NONE && isSameDelivery(spans.get(parents[i]), spans.get(i), nodes)) {
                answered[parents[i]] = true;
            }
        }
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < parents.length; i++) {
            linkSpan(i, spans, parents, nodes, answered, calls);
        }
        for (int i = 0; i < parents.length; i++) {
            Span span = spans.get(i);
            if (span.kind().isCaller() && !answered[i]) {
                calls.add(callerOnly(span, nodes));
            }
        }
        return calls;
    }

    private static void linkSpan(
            int i, List<Span> spans, int[] parents, NodeUnifier nodes, boolean[] answered, List<Call> calls) {
        Span span = spans.get(i);
        int parentIndex = parents[i];
        if (span.kind() == SpanKind.CONSUMER && answered[i]) {
            return;
        }
        if (parentIndex == NONE) {
            if (span.kind().isCallee()) {
                calls.add(calleeOnly(span, nodes));
            }
            return;
        }
        Span parent = spans.get(parentIndex);
        if (brokerBetween(parent, span) != null) {
            calls.add(consumed(parent, span, nodes));
            return;
        }
        boolean otherService = !nodes.of(parent.workload()).equals(nodes.of(span.workload()));
        boolean replicaToReplica = parent.kind().isCaller() && span.kind().isCallee();
        if (otherService || replicaToReplica) {
            calls.add(bothSides(nearestCaller(parentIndex, spans, parents, nodes), span, nodes));
            markAnswered(parentIndex, spans, parents, nodes, answered);
        } else if (span.kind().isCaller()) {
            markAnswered(parentIndex, spans, parents, nodes, answered);
        }
    }

    /** The client span of a service at or above one of its spans, that span itself if there is none. */
    private static Span nearestCaller(int from, List<Span> spans, int[] parents, NodeUnifier nodes) {
        Node service = nodes.of(spans.get(from).workload());
        int steps = 0;
        for (int i = from; i != NONE && steps < parents.length; i = parents[i], steps++) {
            Span span = spans.get(i);
            if (span.kind().isCallee() || !nodes.of(span.workload()).equals(service)) {
                break;
            }
            if (span.kind().isCaller()) {
                return span;
            }
        }
        return spans.get(from);
    }

    private static boolean isSameDelivery(Span parent, Span span, NodeUnifier nodes) {
        Node topic = span.peer();
        return topic != null
                && topic.kind() == NodeKind.MESSAGING
                && parent.kind() == SpanKind.CONSUMER
                && span.kind() == SpanKind.CONSUMER
                && topic.equals(parent.peer())
                && nodes.of(parent.workload()).equals(nodes.of(span.workload()));
    }

    /** Marks the client spans of one service that stand above a hop: what is below them describes it better. */
    private static void markAnswered(int from, List<Span> spans, int[] parents, NodeUnifier nodes, boolean[] answered) {
        Node service = nodes.of(spans.get(from).workload());
        int steps = 0;
        for (int i = from; i != NONE && steps < parents.length; i = parents[i], steps++) {
            Span span = spans.get(i);
            if (span.kind().isCallee() || !nodes.of(span.workload()).equals(service)) {
                return;
            }
            if (span.kind().isCaller()) {
                if (answered[i]) {
                    return;
                }
                answered[i] = true;
            }
        }
    }

    private static @Nullable Node brokerBetween(Span parent, Span span) {
        if (span.kind() != SpanKind.CONSUMER) {
            return null;
        }
        if (isMessaging(span.peer())) {
            return span.peer();
        }
        return isMessaging(parent.peer()) && parent.kind().isCaller() ? parent.peer() : null;
    }

    private static boolean isMessaging(@Nullable Node peer) {
        return peer != null && peer.kind() == NodeKind.MESSAGING;
    }

    private static Call bothSides(Span caller, Span callee, NodeUnifier nodes) {
        boolean clientSeen = caller.kind().isCaller();
        Edge edge = new Edge(
                nodes.of(caller.workload()),
                caller.workload().version(),
                nodes.of(callee.workload()),
                callee.workload().version(),
                protocol(callee.protocol(), clientSeen ? caller.protocol() : ""));
        return new Call(
                callee.traceId(),
                callee.spanId(),
                callee.copy(),
                Evidence.BOTH_SIDES,
                edge,
                clientSeen ? Math.min(caller.weight(), callee.weight()) : callee.weight(),
                clientSeen ? caller.endNanos() : callee.endNanos(),
                clientSeen ? caller.durationNanos() : Call.UNKNOWN_NANOS,
                callee.durationNanos(),
                isContextLost(caller),
                clientSeen ? callee.exchange().with(caller.exchange()) : callee.exchange());
    }

    /** A sidecar's client span at the root: the sidecar found no trace context in the request. */
    private static boolean isContextLost(Span caller) {
        return caller.origin() == Origin.SIDECAR && caller.kind().isCaller() && caller.parentSpanId() == 0;
    }

    private static Call consumed(Span parent, Span consumer, NodeUnifier nodes) {
        Node broker = brokerBetween(parent, consumer);
        return calleeCall(consumer, broker == null ? nobody(consumer, nodes) : broker, Evidence.CALLEE_ONLY, nodes);
    }

    private static Call calleeOnly(Span callee, NodeUnifier nodes) {
        Evidence evidence = callee.parentSpanId() == 0 || isMessaging(callee.peer())
                ? Evidence.CALLEE_ONLY
                : Evidence.CALLER_MISSING;
        Node peer = callee.peer();
        return calleeCall(callee, peer == null ? nobody(callee, nodes) : peer, evidence, nodes);
    }

    private static Call calleeCall(Span callee, Node source, Evidence evidence, NodeUnifier nodes) {
        Edge edge = new Edge(
                source,
                Node.UNKNOWN_NAME,
                nodes.of(callee.workload()),
                callee.workload().version(),
                protocol(callee.protocol(), ""));
        return oneSided(callee, evidence, edge, Call.UNKNOWN_NANOS, callee.durationNanos());
    }

    private static Call callerOnly(Span caller, NodeUnifier nodes) {
        Node peer = caller.peer();
        Edge edge = new Edge(
                nodes.of(caller.workload()),
                caller.workload().version(),
                peer == null ? nobody(caller, nodes) : peer,
                Node.UNKNOWN_NAME,
                protocol(caller.protocol(), ""));
        return oneSided(caller, Evidence.CALLER_ONLY, edge, caller.durationNanos(), Call.UNKNOWN_NANOS);
    }

    private static Call oneSided(Span span, Evidence evidence, Edge edge, long clientNanos, long serverNanos) {
        return new Call(
                span.traceId(),
                span.spanId(),
                span.copy(),
                evidence,
                edge,
                span.weight(),
                span.endNanos(),
                clientNanos,
                serverNanos,
                isContextLost(span),
                span.exchange());
    }

    /** A peer of which nothing is known but the cluster that it was seen from. */
    private static Node nobody(Span span, NodeUnifier nodes) {
        return new Node(nodes.of(span.workload()).cluster(), Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN);
    }

    private static String protocol(String first, String second) {
        String told = firstTold(first, second);
        return told.isEmpty() ? Node.UNKNOWN_NAME : told;
    }

    private static String firstTold(String first, String second) {
        return first.isEmpty() ? second : first;
    }
}
