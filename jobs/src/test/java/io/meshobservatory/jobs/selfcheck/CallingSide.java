/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.selfcheck.Journal.Context;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.Random;

/** What the calling side of a hop tells: the application, and the proxy beside it. */
final class CallingSide {
    private final Random random;
    private final Journal journal;

    CallingSide(Random random, Journal journal) {
        this.random = random;
        this.journal = journal;
    }

    /** What the request carries when it leaves the calling side. */
    Context wire(Hop hop, Context context) {
        if (hop.callers.isEmpty()) {
            return context;
        }
        Told nearest = hop.callers.get(hop.callers.size() - 1);
        boolean same = nearest.traceId == context.traceId();
        return new Context(
                nearest.traceId, nearest.id, null, context.nanos(), same ? context.weight() : nearest.weight);
    }

    /** Writes down the spans of the calling side, as far as there are any. */
    void tell(Hop hop, Context context, Party caller, Message message, String target, String cluster, Node peer) {
        boolean serverToServer = caller.proxy() == null && caller.doubleSpan();
        boolean ambient = caller.proxy() != null && caller.proxy().isWaypoint();
        Context from = caller.forwards() ? context : journal.newTrace(context.nanos());
        if (serverToServer || (ambient && caller.app() == null)) {
            hop.above = from.above();
            return;
        }
        Dialect app = caller.app();
        hop.above = caller.proxy() == null ? from.above() : null;
        if (app != null) {
            from = caller(hop, from, caller, app, message, target, cluster, peer);
        }
        Dialect proxy = caller.proxy();
        if (proxy == null || ambient || (proxy == Dialect.LINKERD && from.parent() == 0)) {
            return;
        }
        boolean spawns = proxy == Dialect.ENVOY && !caller.doubleSpan() && app != null && random.nextBoolean();
        if (spawns) {
            Told outward = journal.told(from, caller, proxy, SpanKind.SPAN_KIND_SERVER, message);
            outward.transparent = true;
            outward.target = target;
            outward.upstreamCluster = cluster;
            outward.peerAddress = "127.0.0.1";
            hop.callers.add(outward);
            from = from.within(outward);
        }
        caller(hop, from, caller, proxy, message, target, cluster, peer);
        hop.callers.get(hop.callers.size() - 1).upstream |= spawns;
    }

    private Context caller(
            Hop hop,
            Context context,
            Party caller,
            Dialect dialect,
            Message message,
            String target,
            String cluster,
            Node peer) {
        Told told = journal.told(context, caller, dialect, SpanKind.SPAN_KIND_CLIENT, message);
        told.target = target;
        told.upstreamCluster = cluster;
        told.upstream = caller.doubleSpan();
        hop.callers.add(told.names(peer));
        return context.within(told);
    }
}
