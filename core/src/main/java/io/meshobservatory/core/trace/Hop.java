/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.Span.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The spans that tell of one call: those of the calling side and those of the called side, on each side the nearest to the
 * wire first. What the nearest two tell of time and outcome counts. The sizes, flags and identities are those of proxies
 * where there are any, as they stand on the wire; what was asked for, by which protocol, the applications know best.
 *
 * <p>Cleared and filled again for each call of a trace.
 */
final class Hop {
    private final Side callers = new Side();
    private final Side callees = new Side();

    /** The first of the callers that stands above other calls, too; their number where there is none. */
    private int firstShared;

    void clear() {
        callers.clear();
        callees.clear();
        firstShared = 0;
    }

    void addCaller(Span span) {
        callers.add(span);
    }

    void addCallee(Span span) {
        callees.add(span);
    }

    /** Says which of the callers is the first that stands above other calls, too; their number where there is none. */
    void shareCallersFrom(int place) {
        firstShared = place;
    }

    Side callers() {
        return callers;
    }

    Side callees() {
        return callees;
    }

    /** The most telling protocol: the name of an RPC system, database or broker before plain HTTP. */
    String protocol() {
        String protocol = callers.protocol(callees.protocol(""));
        return protocol.isEmpty() ? Node.UNKNOWN_NAME : protocol;
    }

    /**
     * The callee as the calling side names it, null where it does not. An application that tells of a database or topic
     * knows more than the proxy that sees a host.
     */
    @Nullable
    Node namedCallee() {
        Node nearest = null;
        for (int i = 0; i < callers.size(); i++) {
            Node peer = callers.span(i).peer();
            if (peer != null && (peer.kind() == NodeKind.DATABASE || peer.kind() == NodeKind.MESSAGING)) {
                return peer;
            }
            nearest = nearest == null || (peer != null && isNowhere(nearest)) ? peer : nearest;
        }
        return nearest;
    }

    /** Whether a proxy only told by which of its own rules it sent the request out, or did not. */
    private static boolean isNowhere(Node peer) {
        return peer.kind() == NodeKind.EXTERNAL
                && (peer.name().equals("PassthroughCluster") || peer.name().equals("BlackHoleCluster"));
    }

    /** What all of them tell of request and response. */
    Exchange exchange() {
        if (callers.size() + callees.size() == 1) {
            return (callers.size() == 0 ? callees : callers).span(0).exchange();
        }
        Exchange united = requireNonNull(unite(false, unite(true, null)), "a hop has spans");
        String operation = operation();
        return united.operation().equals(operation) ? united : united.withOperation(operation);
    }

    private @Nullable Exchange unite(boolean byProxies, @Nullable Exchange before) {
        Exchange united = before;
        for (int i = 0; i < callees.size(); i++) {
            Span span = callees.span(i);
            if (span.origin().isProxy() == byProxies) {
                united = unite(united, i == 0 || seesOutcome(span, callees.span(0)), span.exchange());
            }
        }
        for (int i = 0; i < callers.size(); i++) {
            Span span = callers.span(i);
            if (span.origin().isProxy() != byProxies) {
                continue;
            }
            if (i > 0 && i >= firstShared) {
                // how all calls below it ended together, and how large they were, says nothing of one of them
                united = unite(
                        united,
                        true,
                        Exchange.NOTHING.withOperation(span.exchange().operation()));
            } else {
                united = unite(united, i == 0 || seesOutcome(span, callers.span(0)), span.exchange());
            }
        }
        return united;
    }

    private static Exchange unite(@Nullable Exchange before, boolean seesOutcome, Exchange told) {
        Exchange counted = seesOutcome ? told : withoutOutcome(told);
        return before == null ? counted : before.with(counted);
    }

    /** An application reads the status of its protocol, where its proxy may only see that of HTTP. */
    private static boolean seesOutcome(Span span, Span nearest) {
        return span.origin() == Origin.APPLICATION && nearest.origin().isProxy();
    }

    private static Exchange withoutOutcome(Exchange exchange) {
        return new Exchange(
                Outcome.UNSET,
                exchange.responseFlags(),
                exchange.requestBytes(),
                exchange.responseBytes(),
                exchange.operation(),
                exchange.denial(),
                exchange.security(),
                exchange.sourcePrincipal(),
                exchange.destinationPrincipal());
    }

    private String operation() {
        String best = callees.operation(false, "");
        best = callers.operation(false, best);
        best = callees.operation(true, best);
        return callers.operation(true, best);
    }
}
