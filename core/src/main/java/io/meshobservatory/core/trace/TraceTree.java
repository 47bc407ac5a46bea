/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.graph.GatewayNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.SpanKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one trace by position, with their parents and services, and the groups that they form: the spans of the
 * calling side of a hop, and those of the called side. All groups are found in one pass each, whatever the shape of the
 * trace; cycles, which broken ids make, are cut.
 */
final class TraceTree {
    static final int NONE = Ways.NONE;

    private static final int END = Ways.END;

    private final Span[] spans;
    private final NodeUnifier nodes;
    private final Map<Node, Node> sidecars;

    /** Equal ones are one object. */
    private final Node[] services;

    /** Null where there are none; likewise the next. */
    private final boolean @Nullable [] transparent;

    private final boolean @Nullable [] passedThrough;
    private final int[] parents;
    private final int[] callers;
    private final int[] callees;

    TraceTree(List<Span> all) {
        this.spans = all.toArray(new Span[0]);
        this.services = new Node[spans.length];
        this.nodes = NodeUnifier.of(spans, services);
        this.transparent = transparent();
        this.parents = new int[spans.length];
        SpanIndex index = new SpanIndex(spans, services);
        for (int i = 0; i < parents.length; i++) {
            parents[i] = index.parentOf(i);
        }
        if (transparent != null) {
            skipTransparentParents(transparent);
        }
        this.sidecars = Pods.join(spans, parents, services, nodes);
        if (!nodes.isPlain()) {
            Places.adopt(spans, parents, services);
        }
        this.passedThrough = passedThrough();
        this.callers = Ways.ends(stepsOnCallingSide());
        this.callees = Ways.ends(stepsOnCalledSide());
    }

    int size() {
        return services.length;
    }

    Span span(int i) {
        return spans[i];
    }

    /** The node of the service that a span runs in. */
    Node service(int i) {
        return services[i];
    }

    /** The node that a peer is, as far as the trace knows it better. */
    Node peer(Node peer) {
        Node node = nodes.ofPeer(peer);
        return sidecars.isEmpty() ? node : sidecars.getOrDefault(node, node);
    }

    /** The position of the parent, {@link #NONE} without one. */
    int parent(int i) {
        return parents[i];
    }

    @SuppressWarnings("ReferenceEquality") // equal services are one object
    boolean sameService(int i, int k) {
        return services[i] == services[k];
    }

    /**
     * Whether a span makes no hop: one of a gateway between clusters, which passes calls through, or a sidecar's record of
     * what its own application sends out.
     */
    boolean isNoHop(int i) {
        return isTransparent(i) || isPassedThrough(i);
    }

    /** The client span at or above a span within its service, with no server span in between; {@link #NONE} without. */
    int callerAtOrAbove(int i) {
        return callers[i];
    }

    /** The client span above another one that tells of the same hop from further away; {@link #NONE} without. */
    int callerAbove(int caller) {
        int parent = parents[caller];
        return parent == NONE || !sameService(parent, caller) ? NONE : callers[parent];
    }

    /** The first span of the called side of the hop that a server span tells of: the nearest to the wire; or itself. */
    int firstCallee(int i) {
        return callees[i] == NONE ? i : callees[i];
    }

    private boolean isTransparent(int i) {
        return transparent != null && transparent[i];
    }

    private boolean isPassedThrough(int i) {
        return passedThrough != null && passedThrough[i];
    }

    private boolean @Nullable [] transparent() {
        boolean[] found = null;
        for (int i = 0; i < services.length; i++) {
            if (services[i].kind() == NodeKind.GATEWAY && GatewayNames.isEastWest(services[i].name())) {
                found = found == null ? new boolean[services.length] : found;
                found[i] = true;
            }
        }
        return found;
    }

    private void skipTransparentParents(boolean[] skipped) {
        int[] steps = new int[parents.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = skipped[i] && parents[i] != NONE ? parents[i] : END;
        }
        int[] visible = Ways.ends(steps);
        for (int i = 0; i < parents.length; i++) {
            int parent = parents[i];
            if (parent != NONE && skipped[parent]) {
                int end = visible[parent];
                parents[i] = end == NONE || skipped[end] ? NONE : end;
            }
        }
    }

    /**
     * The server spans of sidecars that record what their own application sends out, where a proxy makes a span for each
     * attempt: below a client span of the application that calls somebody else, above a client span of the proxy.
     */
    private boolean @Nullable [] passedThrough() {
        boolean[] found = null;
        for (int i = 0; i < services.length; i++) {
            int server = parents[i];
            boolean attempt =
                    spans[i].kind() == SpanKind.CLIENT && spans[i].origin().isProxy();
            if (attempt && server != NONE && sameService(server, i) && isOutward(server)) {
                found = found == null ? new boolean[services.length] : found;
                found[server] = true;
            }
        }
        return found;
    }

    private boolean isOutward(int server) {
        int application = parents[server];
        return spans[server].kind() == SpanKind.SERVER
                && spans[server].origin().isSidecar()
                && application != NONE
                && sameService(application, server)
                && spans[application].origin() == Origin.APPLICATION
                && spans[application].kind() == SpanKind.CLIENT
                && !callsItself(application);
    }

    /** Whether a client span calls its own service, as one replica calls another; also if it does not tell. */
    private boolean callsItself(int client) {
        Node peer = spans[client].peer();
        return peer == null || peer(peer).equals(services[client]);
    }

    private int[] stepsOnCallingSide() {
        int[] steps = new int[spans.length];
        for (int i = 0; i < steps.length; i++) {
            SpanKind kind = spans[i].kind();
            int parent = parents[i];
            boolean outside = (kind.isCallee() && !isPassedThrough(i)) || parent == NONE || !sameService(parent, i);
            steps[i] = kind.isCaller() ? END : outside ? NONE : parent;
        }
        return steps;
    }

    private int[] stepsOnCalledSide() {
        int[] steps = new int[spans.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = spans[i].kind() != SpanKind.SERVER || isNoHop(i) ? NONE : aboveOnCalledSide(i);
        }
        return steps;
    }

    /**
     * The span above a server span that tells of the same called side: a server span of the same service, directly above
     * or with only those in between by which a proxy tells that it called its own application.
     */
    private int aboveOnCalledSide(int i) {
        int above = parents[i];
        if (above != NONE && isOwnProxyInBetween(above, i)) {
            above = parents[above];
        }
        boolean same =
                above != NONE && spans[above].kind() == SpanKind.SERVER && sameService(above, i) && !isNoHop(above);
        return same ? above : END;
    }

    /**
     * The position of the proxy's span that hands a server span its request, where the proxy's own server span above that
     * was lost; {@link #NONE} otherwise.
     */
    int ownProxyBelowLoss(int i) {
        int parent = parents[i];
        boolean lost = spans[i].kind() == SpanKind.SERVER
                && parent != NONE
                && spans[parent].kind() == SpanKind.INTERNAL
                && isOwnProxyInBetween(parent, i)
                && parents[parent] == NONE;
        return lost ? parent : NONE;
    }

    private boolean isOwnProxyInBetween(int between, int i) {
        Span span = spans[between];
        return span.origin().isProxy()
                && sameService(between, i)
                && (span.kind() == SpanKind.INTERNAL || isTowardsOwnApplication(between, i));
    }

    /** Whether a sidecar's client span leads to its own application, and not to another replica. */
    boolean isTowardsOwnApplication(int client, int server) {
        Node peer = spans[client].peer();
        return spans[client].origin().isSidecar()
                && spans[client].kind() == SpanKind.CLIENT
                && spans[server].origin() == Origin.APPLICATION
                && sameService(client, server)
                && (peer == null || !peer(peer).equals(services[client]));
    }
}
