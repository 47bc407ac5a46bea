/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.SpanKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which application runs behind which sidecar. An application calls itself as its developers like, its sidecar knows the
 * name of the workload; both are one service. A sidecar hands what it took in to nobody but the application of its pod,
 * and sends out what nobody else gave to it: so where the two have different names, the application takes that of its
 * sidecar, in all of the trace. Where several sidecars have applications of one name, as where nobody configured one, each
 * application span takes the name of the sidecar next to it or above it.
 */
final class Pods {
    /** What SDKs call an application that was not given a name. */
    private static final String UNNAMED_SERVICE = "unknown_service";

    private final Span[] spans;
    private final int[] parents;
    private final Node[] services;
    private final NodeUnifier nodes;

    /** Nodes of applications, with those of their sidecars; with themselves where there are several. */
    private Map<Node, Node> sidecars = Map.of();

    /** The node of the sidecar next to an application's span, the span's own where two contradict each other. */
    private @Nullable Node @Nullable [] adjacent;

    private @Nullable Set<Node> withSidecar;
    private boolean anyContested;

    private Pods(Span[] spans, int[] parents, Node[] services, NodeUnifier nodes) {
        this.spans = spans;
        this.parents = parents;
        this.services = services;
        this.nodes = nodes;
    }

    /**
     * Replaces the services of applications by those of their sidecars.
     *
     * @return the nodes of applications that have that of another name everywhere
     */
    static Map<Node, Node> join(Span[] spans, int[] parents, Node[] services, NodeUnifier nodes) {
        Pods pods = new Pods(spans, parents, services, nodes);
        pods.findNeighbours();
        if (pods.adjacent != null) {
            pods.nameApplications(pods.adjacent);
        }
        return pods.sidecars;
    }

    private void findNeighbours() {
        for (int i = 0; i < parents.length; i++) {
            int parent = parents[i];
            if (parent == TraceTree.NONE) {
                continue;
            }
            if (spans[parent].origin() == Origin.INBOUND_SIDECAR) {
                if (isApplication(i, SpanKind.SERVER)) {
                    claim(parent, i);
                }
            } else if (spans[i].origin() == Origin.OUTBOUND_SIDECAR
                    && isApplication(parent, SpanKind.CLIENT)
                    && !isCalled(i, parent)) {
                claim(i, parent);
            }
        }
    }

    private boolean isApplication(int i, SpanKind kind) {
        return spans[i].origin() == Origin.APPLICATION && spans[i].kind() == kind;
    }

    /** Whether a client called the sidecar's own service, of whose server spans none are left. */
    private boolean isCalled(int sidecar, int client) {
        Node peer = spans[client].peer();
        return peer != null && nodes.ofPeer(peer).equals(services[sidecar]);
    }

    private void claim(int sidecar, int application) {
        Node node = services[sidecar];
        Node own = services[application];
        boolean named = node.kind() == NodeKind.SERVICE && !node.name().equals(Node.UNKNOWN_NAME);
        if (!named || node.equals(own) || hasSidecar(own)) {
            return;
        }
        if (adjacent == null) {
            adjacent = new Node[services.length];
            sidecars = new HashMap<>();
        }
        Node before = adjacent[application];
        adjacent[application] = before == null || before.equals(node) ? node : own;
        boolean contested = isUnnamed(own) || !node.equals(sidecars.getOrDefault(own, node));
        sidecars.put(own, contested ? own : node);
        anyContested |= contested;
    }

    /** Whether a node is the name of a sidecar of the trace itself: such an application has its own. */
    private boolean hasSidecar(Node node) {
        if (withSidecar == null) {
            withSidecar = new HashSet<>();
            for (int i = 0; i < services.length; i++) {
                if (spans[i].origin().isSidecar()) {
                    withSidecar.add(services[i]);
                }
            }
        }
        return withSidecar.contains(node);
    }

    /** Whether a name is one that any number of applications have. */
    private static boolean isUnnamed(Node node) {
        return node.name().equals(Node.UNKNOWN_NAME) || node.name().startsWith(UNNAMED_SERVICE);
    }

    private void nameApplications(@Nullable Node[] besides) {
        int[] ends = anyContested ? nearest(besides) : new int[0];
        for (int i = 0; i < services.length; i++) {
            Node sidecar = sidecars.get(services[i]);
            if (sidecar == null) {
                continue;
            }
            if (!sidecar.equals(services[i])) {
                services[i] = sidecar;
            } else if (ends[i] != TraceTree.NONE) {
                Node beside = besides[ends[i]];
                services[i] = beside == null ? services[i] : beside;
            }
        }
    }

    /** The span at or above each one of a contested name, within its service, that is next to a sidecar. */
    private int[] nearest(@Nullable Node[] besides) {
        int[] steps = new int[services.length];
        for (int i = 0; i < steps.length; i++) {
            int parent = parents[i];
            boolean same = parent != TraceTree.NONE && services[parent].equals(services[i]);
            steps[i] = besides[i] != null ? Ways.END : same ? parent : TraceTree.NONE;
        }
        return Ways.ends(steps);
    }
}
