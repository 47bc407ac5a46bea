/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.LostContexts;

/**
 * What the edges of one node tell of how its traffic was observed. Not thread-safe.
 *
 * <p>A sampled call is unmatched where one side should have been seen and was not: the span of a caller that the callee
 * names, or any span of a callee that is a service. What is lost of a trace cannot be told from what was never sent.
 */
public final class NodeEvidence {
    private final Node node;
    private final LostContexts contexts = new LostContexts();
    private long plainText;
    private Unmatched inbound = Unmatched.NONE;
    private Unmatched outbound = Unmatched.NONE;

    NodeEvidence(Node node) {
        this.node = node;
    }

    /**
     * Sampled calls of which one side was not seen.
     *
     * @param callerMissing the callee named a parent that was not found
     * @param calleeUnseen the callee is a service, and only the caller was seen
     */
    public record Unmatched(long callerMissing, long calleeUnseen) {
        static final Unmatched NONE = new Unmatched(0, 0);

        Unmatched plus(Edge edge, Coverage coverage) {
            boolean shouldTell = edge.destination().kind() == NodeKind.SERVICE;
            return new Unmatched(
                    callerMissing + coverage.callerMissing(), calleeUnseen + (shouldTell ? coverage.callerOnly() : 0));
        }
    }

    void add(Edge edge, EdgeSum sum) {
        boolean isCallee = edge.destination().equals(node);
        boolean isCaller = edge.source().equals(node);
        if (isCallee) {
            inbound = inbound.plus(edge, sum.coverage());
        }
        if (isCaller) {
            outbound = outbound.plus(edge, sum.coverage());
        }
        if (isCallee || isCaller) {
            contexts.add(edge.source(), edge.destination(), sum.traffic().calls(), sum.coverage());
            plainText += sum.security().plainText();
        }
    }

    /** Of the calls that it received. */
    public Unmatched inbound() {
        return inbound;
    }

    /** Of the calls that it made. */
    public Unmatched outbound() {
        return outbound;
    }

    /** Calls of its own that show that it does not forward trace headers, 0 if it does, or nobody else calls it. */
    long contextLost() {
        return contexts.callsOf(node);
    }

    /** Calls or connections to it and from it that were seen to be without mutual TLS. */
    long plainText() {
        return plainText;
    }
}
