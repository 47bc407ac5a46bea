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

/**
 * The spans of one trace by position, with their parents and services, and the groups that they form: the spans of the
 * calling side of a hop, and those of the called side. All groups are found in one pass each, whatever the shape of the
 * trace; cycles, which broken ids make, are cut.
 */
final class TraceTree {
    static final int NONE = Ways.NONE;

    private static final int END = Ways.END;

    private final List<Span> spans;
    private final NodeUnifier nodes;
    private final Map<Node, Node> sidecars;
    private final Node[] services;
    private final boolean[] transparent;
    private final boolean[] passedThrough;
    private final int[] parents;
    private final int[] callers;
    private final int[] callees;

    TraceTree(List<Span> spans) {
        this.spans = spans;
        this.nodes = NodeUnifier.of(spans);
        this.services = new Node[spans.size()];
        this.transparent = new boolean[spans.size()];
        boolean anyTransparent = false;
        for (int i = 0; i < services.length; i++) {
            services[i] = nodes.of(spans.get(i).workload());
            transparent[i] = isEastWestGateway(services[i]);
            anyTransparent |= transparent[i];
        }
        this.parents = new int[services.length];
        SpanIndex index = new SpanIndex(spans, nodes);
        for (int i = 0; i < parents.length; i++) {
            parents[i] = index.parentOf(i);
        }
        if (anyTransparent) {
            skipTransparentParents();
        }
        this.sidecars = Pods.join(spans, parents, services, nodes);
        adoptPlaces();
        this.passedThrough = passedThrough();
        this.callers = groups(this::aboveOnCallingSide);
        this.callees = groups(this::aboveOnCalledSide);
    }

    int size() {
        return services.length;
    }

    Span span(int i) {
        return spans.get(i);
    }

    /** The node of the service that a span runs in. */
    Node service(int i) {
        return services[i];
    }

    /** The node that a peer is, as far as the trace knows it better. */
    Node peer(Node peer) {
        Node node = nodes.ofPeer(peer);
        return sidecars.getOrDefault(node, node);
    }

    /** The position of the parent, {@link #NONE} without one. */
    int parent(int i) {
        return parents[i];
    }

    boolean sameService(int i, int k) {
        return services[i].equals(services[k]);
    }

    /**
     * Whether a span makes no hop: one of a gateway between clusters, which passes calls through, or a sidecar's record of
     * what its own application sends out.
     */
    boolean isNoHop(int i) {
        return transparent[i] || passedThrough[i];
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

    private static boolean isEastWestGateway(Node node) {
        return node.kind() == NodeKind.GATEWAY && GatewayNames.isEastWest(node.name());
    }

    private void skipTransparentParents() {
        int[] visible = groups(i -> transparent[i] && parents[i] != NONE ? parents[i] : END);
        for (int i = 0; i < parents.length; i++) {
            int parent = parents[i];
            if (parent != NONE && transparent[parent]) {
                int end = visible[parent];
                parents[i] = end == NONE || transparent[end] ? NONE : end;
            }
        }
    }

    /**
     * Where a service runs in several clusters or namespaces of one trace, an application that does not say in which of them
     * it runs takes the place of the proxy that handed it the request.
     */
    private void adoptPlaces() {
        boolean anyPartial = false;
        for (Node service : services) {
            anyPartial |= NodeUnifier.isPartial(service);
        }
        if (!anyPartial) {
            return;
        }
        Node[] told = services.clone();
        int[] places = groups(i -> {
            if (!NodeUnifier.isPartial(told[i])) {
                return END;
            }
            int parent = parents[i];
            boolean same =
                    parent != NONE && (told[parent].equals(told[i]) || isHandedBy(parent, told[parent], told[i]));
            return same ? parent : NONE;
        });
        for (int i = 0; i < services.length; i++) {
            if (places[i] != NONE) {
                services[i] = told[places[i]];
            }
        }
    }

    private boolean isHandedBy(int parent, Node proxy, Node application) {
        Span span = spans.get(parent);
        return span.origin().isProxy() && !span.kind().isCaller() && NodeUnifier.isFuller(proxy, application);
    }

    /**
     * The server spans of sidecars that record what their own application sends out, where a proxy makes a span for each
     * attempt: below a client span of the application that calls somebody else, above a client span of the proxy.
     */
    private boolean[] passedThrough() {
        boolean[] passed = new boolean[services.length];
        for (int i = 0; i < services.length; i++) {
            int server = parents[i];
            boolean attempt = spans.get(i).origin().isProxy() && spans.get(i).kind() == SpanKind.CLIENT;
            if (!attempt || server == NONE || !sameService(server, i)) {
                continue;
            }
            Span outward = spans.get(server);
            int application = parents[server];
            passed[server] = outward.kind() == SpanKind.SERVER
                    && outward.origin().isSidecar()
                    && application != NONE
                    && sameService(application, server)
                    && spans.get(application).origin() == Origin.APPLICATION
                    && spans.get(application).kind() == SpanKind.CLIENT
                    && !callsItself(application);
        }
        return passed;
    }

    /** Whether a client span calls its own service, as one replica calls another; also if it does not tell. */
    private boolean callsItself(int client) {
        Node peer = spans.get(client).peer();
        return peer == null || peer(peer).equals(services[client]);
    }

    private int aboveOnCallingSide(int i) {
        Span span = spans.get(i);
        if (span.kind().isCaller()) {
            return END;
        }
        int parent = parents[i];
        boolean outside = (span.kind().isCallee() && !passedThrough[i]) || parent == NONE || !sameService(parent, i);
        return outside ? NONE : parent;
    }

    /**
     * The span above a server span that tells of the same called side: a server span of the same service, directly above
     * or with only those in between by which a proxy tells that it called its own application.
     */
    private int aboveOnCalledSide(int i) {
        if (spans.get(i).kind() != SpanKind.SERVER || isNoHop(i)) {
            return NONE;
        }
        int above = parents[i];
        if (above != NONE && isOwnProxyInBetween(above, i)) {
            above = parents[above];
        }
        boolean same =
                above != NONE && spans.get(above).kind() == SpanKind.SERVER && sameService(above, i) && !isNoHop(above);
        return same ? above : END;
    }

    /**
     * The position of the proxy's span that hands a server span its request, where the proxy's own server span above that
     * was lost; {@link #NONE} otherwise.
     */
    int ownProxyBelowLoss(int i) {
        int parent = parents[i];
        boolean lost = spans.get(i).kind() == SpanKind.SERVER
                && parent != NONE
                && spans.get(parent).kind() == SpanKind.INTERNAL
                && isOwnProxyInBetween(parent, i)
                && parents[parent] == NONE;
        return lost ? parent : NONE;
    }

    private boolean isOwnProxyInBetween(int between, int i) {
        Span span = spans.get(between);
        return span.origin().isProxy()
                && sameService(between, i)
                && (span.kind() == SpanKind.INTERNAL || isTowardsOwnApplication(between, i));
    }

    /** Whether a sidecar's client span leads to its own application, and not to another replica. */
    boolean isTowardsOwnApplication(int client, int server) {
        Node peer = spans.get(client).peer();
        return spans.get(client).origin().isSidecar()
                && spans.get(client).kind() == SpanKind.CLIENT
                && spans.get(server).origin() == Origin.APPLICATION
                && sameService(client, server)
                && (peer == null || !peer(peer).equals(services[client]));
    }

    private int[] groups(Ways.Step step) {
        return Ways.ends(services.length, step);
    }
}
