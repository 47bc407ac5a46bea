/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static io.meshobservatory.core.trace.TraceTree.NONE;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.EdgeInterner;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls that {@link TraceLinker} finds: it gathers the spans of a hop, and unites what they tell. It is told first
 * how many calls and client spans stand below each client span, since what several calls share says less of each.
 */
final class CallMaker {
    /** More client spans above each other tell nothing new of a call. */
    private static final int MAX_CALLERS = 8;

    private final TraceTree tree;
    private final EdgeInterner edges;
    private final CalleeGroups callees;
    private final Hop hop = new Hop();

    /** How many calls a client span is the nearest caller of. */
    private final int[] callsBelow;

    /** How many client spans stand directly below a client span, in the same hop or in several. */
    private final int[] callersBelow;

    CallMaker(TraceTree tree, EdgeInterner edges) {
        this.tree = tree;
        this.edges = edges;
        this.callees = new CalleeGroups(tree);
        this.callsBelow = new int[tree.size()];
        this.callersBelow = new int[tree.size()];
    }

    /** Whether a peer is a topic or broker. */
    static boolean isMessaging(@Nullable Node peer) {
        return peer != null && peer.kind() == NodeKind.MESSAGING;
    }

    /** Notes that a client span is the nearest caller of one more call. */
    void noteCallBelow(int caller) {
        callsBelow[caller]++;
    }

    /** Notes that one more client span stands directly below a client span, in the same hop or in several. */
    void noteCallerBelow(int caller) {
        callersBelow[caller]++;
    }

    Call bothSides(int callerIndex, int calleeIndex) {
        Span caller = tree.span(callerIndex);
        Span callee = tree.span(calleeIndex);
        boolean clientSeen = caller.kind().isCaller();
        hop.clear();
        if (clientSeen) {
            addCallersFrom(callerIndex);
        }
        callees.addTo(hop, calleeIndex);
        Edge edge = edges.edge(
                tree.service(callerIndex),
                clientSeen ? hop.callers().version() : caller.workload().version(),
                tree.service(calleeIndex),
                hop.callees().version(),
                hop.protocol());
        return new Call(
                callee.traceId(),
                callee.spanId(),
                callee.copy(),
                Evidence.BOTH_SIDES,
                edge,
                Math.min(caller.weight(), callee.weight()),
                clientSeen ? caller.endNanos() : callee.endNanos(),
                hop.callers().nanos(),
                callee.durationNanos(),
                isContextLost(caller),
                hop.exchange());
    }

    /** Adds the client spans of a hop, the nearest to the wire first. */
    private void addCallersFrom(int nearest) {
        for (int i = nearest; i != NONE && hop.callers().size() < MAX_CALLERS; i = tree.callerAbove(i)) {
            hop.addCaller(tree.span(i));
        }
        hop.shareCallersFrom(firstShared(nearest, hop.callers().size()));
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

    Call calleeOnly(int i) {
        Span callee = tree.span(i);
        Evidence evidence = callee.parentSpanId() == 0 || isMessaging(callee.peer())
                ? Evidence.CALLEE_ONLY
                : Evidence.CALLER_MISSING;
        Node peer = callee.peer();
        return from(peer == null ? nobody(i) : tree.peer(peer), i, evidence);
    }

    /** The topic's delivery; the producer above may know of it what the consumer does not tell. */
    Call consumed(int parent, int i, Node broker) {
        Span producer = tree.span(parent);
        boolean telling = tree.span(i).protocol().isEmpty() && producer.kind().isCaller();
        return from(broker, i, Evidence.CALLEE_ONLY, telling ? producer.protocol() : "");
    }

    /** A call that only its callee tells of, from a node. */
    Call from(Node source, int i, Evidence evidence) {
        return from(source, i, evidence, "");
    }

    /** A call that only its callee tells of, which does not tell from whom. */
    Call fromNobody(int i, Evidence evidence) {
        return from(nobody(i), i, evidence);
    }

    private Call from(Node source, int i, Evidence evidence, String toldProtocol) {
        Span callee = tree.span(i);
        hop.clear();
        callees.addTo(hop, i);
        String protocol = toldProtocol.isEmpty() ? hop.protocol() : toldProtocol;
        Edge edge = edges.edge(
                source, Node.UNKNOWN_NAME, tree.service(i), hop.callees().version(), protocol);
        return oneSided(callee, evidence, edge, Call.UNKNOWN_NANOS, callee.durationNanos());
    }

    Call callerOnly(int i) {
        Span caller = tree.span(i);
        hop.clear();
        addCallersFrom(i);
        Node named = hop.namedCallee();
        Edge edge = edges.edge(
                tree.service(i),
                hop.callers().version(),
                named == null ? nobody(i) : tree.peer(named),
                Node.UNKNOWN_NAME,
                hop.protocol());
        return oneSided(caller, Evidence.CALLER_ONLY, edge, caller.durationNanos(), Call.UNKNOWN_NANOS);
    }

    private Call oneSided(Span span, Evidence evidence, Edge edge, long clientNanos, long serverNanos) {
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
        return edges.unknownIn(tree.service(i).cluster());
    }
}
