/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static io.meshobservatory.core.trace.TraceTree.NONE;

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
 * Finds the calls in the spans of one trace. The order of the spans does not matter, nor do their times: clocks differ.
 *
 * <ul>
 *   <li>A span whose parent runs in another service is a call, whatever the kinds of the two. One parent may have many
 *       such children (fan-out, retries, hedging): each is a call.
 *   <li>Spans of one service in a row describe one hop: application and sidecar on the calling side; waypoint, sidecar and
 *       application on the called side. The times of a call are those of the two spans nearest to the wire; what else is
 *       told of it is united (see {@link Hop}). A client span above another client span of its service is the same hop,
 *       seen from further away, and no call of its own.
 *   <li>A client span of its own service's server span (one replica calls another) is a call of the service to itself;
 *       but a proxy that calls its own application, or is called by it, is no hop.
 *   <li>A client span that nothing answers is a call to the peer that its attributes name; a server span without a
 *       caller is a call from the peer that its attributes name, or from nobody known. A peer that is a mere name becomes
 *       the service of the trace that has it.
 *   <li>Messages pass through a broker: a producer calls the topic, and the topic calls the consumer. Where a consumer
 *       span stands above another of its service and topic (receiving and processing), the lower one is the call. A span
 *       that links join to its producers in other traces is counted there, and stands here for its children only.
 *   <li>Gateways between clusters pass connections through: the spans around them are neighbours.
 *   <li>A waypoint names the service that it stands for, and perhaps the caller. Where these contradict the proxy's span
 *       above it, a service without telemetry stands between them, which passed the trace context on: that one is the
 *       caller, and the span above remains a call to it.
 * </ul>
 *
 * <p>Walking up through spans of the same service goes back to Zipkin's DependencyLinker. Cost: linear in the number of
 * spans, whatever their shape.
 */
public final class TraceLinker {
    /** More client spans above each other tell nothing new of a call. */
    private static final int MAX_CALLERS = 8;

    private static final int NO_HOP = -2;

    private final TraceTree tree;
    private final CalleeGroups callees;
    private final boolean[] answered;

    /** For each span that is the first of a called side with a caller, that caller; else {@link #NO_HOP}. */
    private final int[] callerOf;

    /** How many calls a client span is the nearest caller of. */
    private final int[] callsBelow;

    /** How many client spans stand directly below a client span, in the same hop or in several. */
    private final int[] callersBelow;

    private final List<Call> calls = new ArrayList<>();

    private TraceLinker(TraceTree tree) {
        this.tree = tree;
        this.callees = new CalleeGroups(tree);
        this.answered = new boolean[tree.size()];
        this.callerOf = new int[tree.size()];
        this.callsBelow = new int[tree.size()];
        this.callersBelow = new int[tree.size()];
    }

    /**
     * The calls of a trace.
     *
     * @param spans the spans of one trace, each once; see {@link SpanSet}
     * @return the calls, in no particular order
     */
    public static List<Call> link(List<Span> spans) {
        TraceLinker linker = new TraceLinker(new TraceTree(spans));
        linker.link();
        return linker.calls;
    }

    private void link() {
        for (int i = 0; i < tree.size(); i++) {
            int parent = tree.parent(i);
            if (parent != NONE && isSameDelivery(parent, i)) {
                answered[parent] = true;
            }
        }
        for (int i = 0; i < tree.size(); i++) {
            callerOf[i] = NO_HOP;
            linkSpan(i);
            int above = tree.span(i).kind().isCaller() ? tree.callerAbove(i) : NONE;
            if (above != NONE) {
                callersBelow[above]++;
            }
        }
        for (int i = 0; i < tree.size(); i++) {
            if (callerOf[i] != NO_HOP) {
                calls.add(bothSides(callerOf[i], i));
            }
            if (tree.span(i).kind().isCaller() && !answered[i] && !tree.isNoHop(i)) {
                calls.add(callerOnly(i));
            }
        }
    }

    private void linkSpan(int i) {
        Span span = tree.span(i);
        int parent = tree.parent(i);
        if (tree.isNoHop(i) || (span.kind() == SpanKind.CONSUMER && answered[i])) {
            return;
        }
        if (parent == NONE) {
            if (span.kind().isCallee() && !span.linkedElsewhere()) {
                calls.add(calleeOnly(i));
            }
            return;
        }
        if (tree.firstCallee(i) != i) {
            if (tree.isTowardsOwnApplication(parent, i)) {
                markAnswered(parent);
            }
            return;
        }
        Node broker = brokerBetween(tree.span(parent), span);
        if (broker != null) {
            calls.add(consumed(parent, i, broker));
            return;
        }
        int ownProxy = tree.ownProxyBelowLoss(i);
        if (ownProxy != NONE) {
            boolean announced = tree.span(ownProxy).parentSpanId() != 0;
            calls.add(calleeCall(i, nobody(i), announced ? Evidence.CALLER_MISSING : Evidence.CALLEE_ONLY));
            return;
        }
        boolean replicaToReplica = tree.span(parent).kind().isCaller()
                && span.kind().isCallee()
                && !tree.isTowardsOwnApplication(parent, i);
        if (!tree.sameService(parent, i) || replicaToReplica) {
            linkHop(parent, i);
        } else if (span.kind().isCaller() || tree.isTowardsOwnApplication(parent, i)) {
            markAnswered(tree.callerAtOrAbove(parent));
        }
    }

    private void linkHop(int parent, int i) {
        int caller = tree.callerAtOrAbove(parent);
        Node hidden = tree.sameService(parent, i) ? null : hiddenCaller(caller == NONE ? parent : caller, i);
        if (hidden != null) {
            calls.add(calleeCall(i, hidden, Evidence.CALLEE_ONLY));
            return;
        }
        callerOf[i] = caller == NONE ? parent : caller;
        if (caller != NONE) {
            callsBelow[caller]++;
            markAnswered(caller);
        }
    }

    /**
     * The service that called a waypoint's service, if it is not the one above: named by the waypoint, or as the peer of the
     * span above. Only what proxies tell is compared, since they all name services as the mesh's registry does.
     */
    private @Nullable Node hiddenCaller(int above, int i) {
        Span waypoint = tree.span(i);
        Span caller = tree.span(above);
        if (waypoint.origin() != Origin.WAYPOINT || !caller.origin().isProxy()) {
            return null;
        }
        Node told = registered(waypoint.peer());
        if (told != null) {
            return isSameName(told, tree.service(above)) ? null : told;
        }
        Node called = caller.kind().isCaller() ? registered(caller.peer()) : null;
        return called == null || isSameName(called, tree.service(i)) ? null : called;
    }

    /** Whether two nodes may be one service of the mesh, in whichever of its clusters: a caller does not know that. */
    private static boolean isSameName(Node one, Node other) {
        return one.name().equals(other.name())
                && (one.namespace().equals(other.namespace())
                        || one.namespace().equals(Node.UNKNOWN_NAME)
                        || other.namespace().equals(Node.UNKNOWN_NAME));
    }

    /** A peer that is told as a service of the registry, null for any other. */
    private @Nullable Node registered(@Nullable Node peer) {
        if (peer == null || (peer.kind() != NodeKind.SERVICE && peer.kind() != NodeKind.GATEWAY)) {
            return null;
        }
        return tree.peer(peer);
    }

    private boolean isSameDelivery(int parent, int i) {
        Node topic = tree.span(i).peer();
        return topic != null
                && topic.kind() == NodeKind.MESSAGING
                && tree.span(parent).kind() == SpanKind.CONSUMER
                && tree.span(i).kind() == SpanKind.CONSUMER
                && topic.equals(tree.span(parent).peer())
                && tree.sameService(parent, i);
    }

    /** Marks a client span and those above it in its hop: what is below them describes it better. */
    private void markAnswered(int caller) {
        for (int i = caller; i != NONE && !answered[i]; i = tree.callerAbove(i)) {
            answered[i] = true;
        }
    }

    private static @Nullable Node brokerBetween(Span parent, Span span) {
        if (span.kind() != SpanKind.CONSUMER) {
            return null;
        }
        Node own = isMessaging(span.peer()) ? span.peer() : null;
        Node sent = parent.kind().isCaller() && isMessaging(parent.peer()) ? parent.peer() : null;
        // the name of the broker stands where a consumer does not tell its topic
        boolean namesTopic = own != null && !own.name().equals(span.protocol());
        return sent == null || namesTopic ? own : sent;
    }

    private static boolean isMessaging(@Nullable Node peer) {
        return peer != null && peer.kind() == NodeKind.MESSAGING;
    }

    private Call bothSides(int callerIndex, int calleeIndex) {
        Span caller = tree.span(callerIndex);
        Span callee = tree.span(calleeIndex);
        boolean clientSeen = caller.kind().isCaller();
        List<Span> callerSpans = clientSeen ? callersFrom(callerIndex) : List.of();
        Hop hop = new Hop(callerSpans, firstShared(callerIndex, callerSpans.size()), callees.of(calleeIndex));
        Edge edge = new Edge(
                tree.service(callerIndex),
                clientSeen ? hop.callerVersion() : caller.workload().version(),
                tree.service(calleeIndex),
                hop.calleeVersion(),
                hop.protocol());
        return new Call(
                callee.traceId(),
                callee.spanId(),
                callee.copy(),
                Evidence.BOTH_SIDES,
                edge,
                Math.min(caller.weight(), callee.weight()),
                clientSeen ? caller.endNanos() : callee.endNanos(),
                Hop.nanos(callerSpans),
                callee.durationNanos(),
                isContextLost(caller),
                hop.exchange());
    }

    /** The client spans of a hop, the nearest to the wire first. */
    private List<Span> callersFrom(int nearest) {
        List<Span> callers = new ArrayList<>(2);
        for (int i = nearest; i != NONE && callers.size() < MAX_CALLERS; i = tree.callerAbove(i)) {
            callers.add(tree.span(i));
        }
        return callers;
    }

    /** The place of the first of a hop's client spans that stands above other calls, too. */
    private int firstShared(int nearest, int count) {
        int below = nearest;
        boolean shared = callsBelow[nearest] > 1;
        for (int place = 1; place < count; place++) {
            int above = tree.callerAbove(below);
            if (shared || callersBelow[above] > 1 || callsBelow[above] > 0) {
                return place;
            }
            below = above;
        }
        return count;
    }

    /** A sidecar's client span at the root: the sidecar found no trace context in the request. */
    private static boolean isContextLost(Span caller) {
        return caller.origin().isSidecar() && caller.kind().isCaller() && caller.parentSpanId() == 0;
    }

    private Call calleeOnly(int i) {
        Span callee = tree.span(i);
        Evidence evidence = callee.parentSpanId() == 0 || isMessaging(callee.peer())
                ? Evidence.CALLEE_ONLY
                : Evidence.CALLER_MISSING;
        Node peer = callee.peer();
        return calleeCall(i, peer == null ? nobody(i) : tree.peer(peer), evidence);
    }

    /** The topic's delivery; the producer above may know of it what the consumer does not tell. */
    private Call consumed(int parent, int i, Node broker) {
        Span producer = tree.span(parent);
        boolean telling = tree.span(i).protocol().isEmpty() && producer.kind().isCaller();
        return calleeCall(i, broker, Evidence.CALLEE_ONLY, telling ? producer.protocol() : "");
    }

    private Call calleeCall(int i, Node source, Evidence evidence) {
        return calleeCall(i, source, evidence, "");
    }

    private Call calleeCall(int i, Node source, Evidence evidence, String toldProtocol) {
        Span callee = tree.span(i);
        Hop hop = new Hop(List.of(), 0, callees.of(i));
        String protocol = toldProtocol.isEmpty() ? hop.protocol() : toldProtocol;
        Edge edge = new Edge(source, Node.UNKNOWN_NAME, tree.service(i), hop.calleeVersion(), protocol);
        return oneSided(callee, evidence, edge, Call.UNKNOWN_NANOS, callee.durationNanos(), hop);
    }

    private Call callerOnly(int i) {
        Span caller = tree.span(i);
        List<Span> callerSpans = callersFrom(i);
        Hop hop = new Hop(callerSpans, firstShared(i, callerSpans.size()), List.of());
        Node named = hop.namedCallee();
        Edge edge = new Edge(
                tree.service(i),
                hop.callerVersion(),
                named == null ? nobody(i) : tree.peer(named),
                Node.UNKNOWN_NAME,
                hop.protocol());
        return oneSided(caller, Evidence.CALLER_ONLY, edge, caller.durationNanos(), Call.UNKNOWN_NANOS, hop);
    }

    private static Call oneSided(Span span, Evidence evidence, Edge edge, long clientNanos, long serverNanos, Hop hop) {
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
                hop.exchange());
    }

    /** A peer of which nothing is known but the cluster that it was seen from. */
    private Node nobody(int i) {
        return new Node(tree.service(i).cluster(), Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN);
    }
}
