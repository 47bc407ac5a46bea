/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static io.meshobservatory.core.trace.TraceTree.NONE;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.graph.EdgeInterner;
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
    private static final int NO_HOP = -2;

    private final TraceTree tree;
    private final CallMaker make;
    private final boolean[] answered;

    /** For each span that is the first of a called side with a caller, that caller; else {@link #NO_HOP}. */
    private final int[] callerOf;

    private final List<Call> calls = new ArrayList<>();

    private TraceLinker(TraceTree tree, EdgeInterner edges) {
        this.tree = tree;
        this.make = new CallMaker(tree, edges);
        this.answered = new boolean[tree.size()];
        this.callerOf = new int[tree.size()];
    }

    /**
     * The calls of a trace.
     *
     * @param spans the spans of one trace, each once; see {@link SpanSet}
     * @return the calls, in no particular order
     */
    public static List<Call> link(List<Span> spans) {
        return link(spans, new EdgeInterner(1));
    }

    /**
     * The calls of a trace.
     *
     * @param spans the spans of one trace, each once; see {@link SpanSet}
     * @param edges the edges of other traces
     * @return the calls, in no particular order
     */
    public static List<Call> link(List<Span> spans, EdgeInterner edges) {
        TraceLinker linker = new TraceLinker(new TraceTree(spans), edges);
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
                make.noteCallerBelow(above);
            }
        }
        for (int i = 0; i < tree.size(); i++) {
            if (callerOf[i] != NO_HOP) {
                calls.add(make.bothSides(callerOf[i], i));
            }
            if (tree.span(i).kind().isCaller() && !answered[i] && !tree.isNoHop(i)) {
                calls.add(make.callerOnly(i));
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
                calls.add(make.calleeOnly(i));
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
            calls.add(make.consumed(parent, i, broker));
            return;
        }
        int ownProxy = tree.ownProxyBelowLoss(i);
        if (ownProxy != NONE) {
            boolean announced = tree.span(ownProxy).parentSpanId() != 0;
            calls.add(make.fromNobody(i, announced ? Evidence.CALLER_MISSING : Evidence.CALLEE_ONLY));
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
            calls.add(make.from(hidden, i, Evidence.CALLEE_ONLY));
            return;
        }
        callerOf[i] = caller == NONE ? parent : caller;
        if (caller != NONE) {
            make.noteCallBelow(caller);
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
        Node own = CallMaker.isMessaging(span.peer()) ? span.peer() : null;
        Node sent = parent.kind().isCaller() && CallMaker.isMessaging(parent.peer()) ? parent.peer() : null;
        // the name of the broker stands where a consumer does not tell its topic
        boolean namesTopic = own != null && !own.name().equals(span.protocol());
        return sent == null || namesTopic ? own : sent;
    }
}
