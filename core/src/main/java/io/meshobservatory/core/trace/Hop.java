/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.Span.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spans that tell of one call: those of the calling side and those of the called side, on each side the nearest to the
 * wire first. What the nearest two tell of time and outcome counts. The sizes, flags and identities are those of proxies
 * where there are any, as they stand on the wire; what was asked for, by which protocol, the applications know best.
 */
final class Hop {
    private static final String HTTP = "http";

    private final List<Span> callers;
    private final List<Span> callees;

    /** The first of the callers that stands above other calls, too; their number where there is none. */
    private final int firstShared;

    Hop(List<Span> callers, int firstShared, List<Span> callees) {
        this.callers = callers;
        this.callees = callees;
        this.firstShared = firstShared;
    }

    /** The most telling protocol: the name of an RPC system, database or broker before plain HTTP. */
    String protocol() {
        String protocol = protocol(callers, protocol(callees, ""));
        return protocol.isEmpty() ? Node.UNKNOWN_NAME : protocol;
    }

    /** The caller's version, as the span nearest to the wire tells it that tells one. */
    String callerVersion() {
        return version(callers);
    }

    /** The callee's version, likewise. */
    String calleeVersion() {
        return version(callees);
    }

    /**
     * The callee as the calling side names it, null where it does not. An application that tells of a database or topic
     * knows more than the proxy that sees a host.
     */
    @Nullable
    Node namedCallee() {
        Node nearest = null;
        for (Span caller : callers) {
            Node peer = caller.peer();
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
            return (callers.isEmpty() ? callees : callers).get(0).exchange();
        }
        List<Exchange> told = new ArrayList<>(callers.size() + callees.size());
        addTold(true, told);
        addTold(false, told);
        Exchange united = told.get(0);
        for (int i = 1; i < told.size(); i++) {
            united = united.with(told.get(i));
        }
        String operation = operation();
        return united.operation().equals(operation) ? united : united.withOperation(operation);
    }

    private void addTold(boolean byProxies, List<Exchange> told) {
        for (int i = 0; i < callees.size(); i++) {
            Span span = callees.get(i);
            if (span.origin().isProxy() == byProxies) {
                told.add(
                        i == 0 || seesOutcome(span, callees.get(0))
                                ? span.exchange()
                                : withoutOutcome(span.exchange()));
            }
        }
        for (int i = 0; i < callers.size(); i++) {
            Span span = callers.get(i);
            if (span.origin().isProxy() != byProxies) {
                continue;
            }
            if (i > 0 && i >= firstShared) {
                // how all calls below it ended together, and how large they were, says nothing of one of them
                told.add(Exchange.NOTHING.withOperation(span.exchange().operation()));
            } else {
                boolean outcome = i == 0 || seesOutcome(span, callers.get(0));
                told.add(outcome ? span.exchange() : withoutOutcome(span.exchange()));
            }
        }
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
        String best = operation(callees, false, "");
        best = operation(callers, false, best);
        best = operation(callees, true, best);
        return operation(callers, true, best);
    }

    /** The first operation that says more than a bare method, else the first of all. */
    private static String operation(List<Span> spans, boolean ofProxies, String before) {
        String best = before;
        for (Span span : spans) {
            String told = span.exchange().operation();
            boolean better = best.isEmpty() || (!isSpecific(best) && isSpecific(told));
            if (span.origin().isProxy() == ofProxies && better) {
                best = told;
            }
        }
        return best;
    }

    private static boolean isSpecific(String operation) {
        return operation.indexOf(' ') >= 0 || operation.indexOf('/') >= 0;
    }

    private static String protocol(List<Span> spans, String before) {
        String best = before;
        for (Span span : spans) {
            String told = span.protocol();
            if (!told.isEmpty() && (best.isEmpty() || (best.equals(HTTP) && !told.equals(HTTP)))) {
                best = told;
            }
        }
        return best;
    }

    private static String version(List<Span> spans) {
        for (Span span : spans) {
            if (!span.workload().version().equals(Node.UNKNOWN_NAME)) {
                return span.workload().version();
            }
        }
        return Node.UNKNOWN_NAME;
    }

    /** The latency of a side, {@link Call#UNKNOWN_NANOS} where nobody of it tells. */
    static long nanos(List<Span> side) {
        return side.isEmpty() ? Call.UNKNOWN_NANOS : side.get(0).durationNanos();
    }
}
