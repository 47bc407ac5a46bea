/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.selfcheck.Journal.Context;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What the called side of a hop tells: gateway between clusters, waypoint or sidecar, and the application. */
final class CalledSide {
    private static final String PUBLIC_CALLER = "203.0.113.9";

    private final Random random;
    private final Parties parties;
    private final Journal journal;

    CalledSide(Random random, Parties parties, Journal journal) {
        this.random = random;
        this.parties = parties;
        this.journal = journal;
    }

    /** The spans of the called side; gives the context in which it works. */
    Context serve(Hop hop, Context wire, Party callee, @Nullable Party caller, Message message) {
        List<Told> branch = new ArrayList<>();
        hop.branches.add(branch);
        Context context = wire;
        if (isAcrossClusters(hop, callee, caller) && random.nextInt(4) > 0) {
            context = eastWest(branch, context, callee, message);
        }
        Node peer = caller == null
                ? Node.external("internet")
                : caller.asCaller(callee.node().cluster());
        String address = caller == null ? PUBLIC_CALLER : caller.callerAddress();
        Dialect proxy = callee.proxy();
        if (proxy != null && (proxy != Dialect.LINKERD || context.parent() != 0)) {
            Told told = journal.told(context, callee, proxy, SpanKind.SPAN_KIND_SERVER, message);
            told.peerAddress = address;
            told.upstreamCluster = proxy == Dialect.ENVOY
                    ? "local_app"
                    : proxy.isWaypoint() ? "inbound-vip|8080|http|" + callee.host() : "inbound|8080||";
            told.source = proxy == Dialect.WAYPOINT ? caller : null;
            told.names(proxy == Dialect.LINKERD ? null : told.source == null ? peer : told.source.node());
            branch.add(told);
            context = context.below(told);
            if (proxy == Dialect.ENVOY && !callee.doubleSpan()) {
                Told loopback = journal.told(context, callee, proxy, SpanKind.SPAN_KIND_CLIENT, message);
                loopback.upstream = true;
                loopback.transparent = true;
                loopback.upstreamCluster = "local_app";
                loopback.peerAddress = "127.0.0.1:8080";
                branch.add(loopback);
                context = context.within(loopback);
            }
        }
        Dialect app = callee.app();
        if (app != null) {
            boolean shared = mayShareIds(hop, branch);
            Told told = shared
                    ? sharing(hop.callers.get(0), callee, app, message, context)
                    : journal.told(context, callee, app, SpanKind.SPAN_KIND_SERVER, message);
            if (branch.stream().allMatch(span -> span.transparent)) {
                told.peerAddress = address;
                told.names(peer);
            }
            branch.add(told);
            context = context.below(told);
        }
        return context;
    }

    /** B3 lets both sides of a call share one id: so do some applications that talk to each other without proxies. */
    private boolean mayShareIds(Hop hop, List<Told> branch) {
        if (hop.callers.size() != 1 || !hop.once || !branch.isEmpty()) {
            return false;
        }
        Told caller = hop.callers.get(0);
        boolean seenAbove = caller.parent == 0 || hop.above != null;
        return caller.dialect.isSdk() && seenAbove && random.nextInt(3) == 0;
    }

    private Told sharing(Told client, Party callee, Dialect app, Message message, Context context) {
        Told told = new Told(client.traceId, client.id, client.parent, callee, app, SpanKind.SPAN_KIND_SERVER, message);
        told.sharesId = true;
        journal.record(told, context);
        return told;
    }

    private Context eastWest(List<Told> branch, Context context, Party callee, Message message) {
        Party gateway = parties.eastWest(callee.node().cluster());
        Told told = journal.told(context, gateway, Dialect.EAST_WEST, SpanKind.SPAN_KIND_CLIENT, message);
        told.transparent = true;
        told.target = callee.host();
        told.upstreamCluster = "outbound_.8080_._." + callee.host();
        branch.add(told);
        return context.within(told);
    }

    private static boolean isAcrossClusters(Hop hop, Party callee, @Nullable Party caller) {
        return caller != null
                && caller.proxy() == Dialect.ISTIO
                && callee.proxy() == Dialect.ISTIO
                && !hop.callers.isEmpty()
                && !caller.node().cluster().equals(callee.node().cluster());
    }
}
