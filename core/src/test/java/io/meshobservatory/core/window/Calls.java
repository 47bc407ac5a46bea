/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.TraceId;
import java.util.Random;

/** Calls of one edge. */
final class Calls {
    static final Edge EDGE = new Edge(
            new Node("c1", "shop", "cart", NodeKind.SERVICE),
            "v1",
            new Node("c1", "shop", "orders", NodeKind.SERVICE),
            "v2",
            "http");
    private static final long[] WEIGHTS = {SampleWeight.ONE, SampleWeight.ONE, 100 * SampleWeight.ONE, 217_901};
    private static final String[] FLAGS = {"", "", "", "UF", "UF,URX", "DC"};
    private static final String[] OPERATIONS = {"", "GET /carts/{id}", "POST /carts", "GET /carts"};
    private static final String[] DENIALS = {"", "", "rbac none", "rbac ns[shop]-policy[p]-rule[0]", "jwt"};
    private static final String[] PRINCIPALS = {"", "spiffe://td/ns/shop/sa/cart", "spiffe://td/ns/shop/sa/other"};

    private Calls() {}

    static Call random(Random random) {
        long trace = random.nextLong(1, 1000);
        Outcome[] outcomes = Outcome.values();
        Evidence[] evidence = Evidence.values();
        ConnectionSecurity[] securities = ConnectionSecurity.values();
        long bytes = random.nextInt(3) == 0 ? Exchange.UNKNOWN_BYTES : random.nextInt(10_000);
        Exchange exchange = new Exchange(
                outcomes[random.nextInt(outcomes.length)],
                any(FLAGS, random),
                bytes,
                random.nextInt(3) == 0 ? Exchange.UNKNOWN_BYTES : random.nextInt(10_000),
                any(OPERATIONS, random),
                any(DENIALS, random),
                securities[random.nextInt(securities.length)],
                any(PRINCIPALS, random),
                any(PRINCIPALS, random));
        return new Call(
                traceId(trace),
                trace,
                0,
                evidence[random.nextInt(evidence.length)],
                EDGE,
                WEIGHTS[random.nextInt(WEIGHTS.length)],
                random.nextLong(3_600_000_000_000L),
                random.nextInt(5) == 0 ? Call.UNKNOWN_NANOS : random.nextLong(5_000_000_000L),
                random.nextInt(5) == 0 ? -1 : random.nextInt(10) == 0 ? 0 : random.nextLong(4_000_000_000L),
                random.nextInt(10) == 0,
                exchange);
    }

    /** A call that ended at a time in milliseconds. */
    static Call at(long endMillis, Outcome outcome) {
        return call(1, endMillis * 1_000_000, 2_000_000, 1_000_000, outcome, "", -1, "");
    }

    static Call flagged(String flags) {
        return call(1, 0, 1, 1, Outcome.OK, flags, -1, "");
    }

    /** The same call, as one of many that were not recorded. */
    static Call weighing(long weight, Call call) {
        return new Call(
                call.traceId(),
                call.definingSpanId(),
                call.definingCopy(),
                call.evidence(),
                call.edge(),
                weight,
                call.endNanos(),
                call.clientNanos(),
                call.serverNanos(),
                call.contextLost(),
                call.exchange());
    }

    /** A call between two that know each other, if a principal is given; else nothing was observed of that. */
    static Call call(
            long trace,
            long endNanos,
            long clientNanos,
            long serverNanos,
            Outcome outcome,
            String flags,
            long bytes,
            String principal) {
        ConnectionSecurity security = principal.isEmpty() ? ConnectionSecurity.UNKNOWN : ConnectionSecurity.MUTUAL_TLS;
        Exchange exchange = new Exchange(outcome, flags, bytes, bytes, "", "", security, principal, principal);
        return call(trace, endNanos, clientNanos, serverNanos, exchange);
    }

    static Call call(long trace, long endNanos, long clientNanos, long serverNanos, Exchange exchange) {
        return new Call(
                traceId(trace),
                trace,
                0,
                Evidence.BOTH_SIDES,
                EDGE,
                SampleWeight.ONE,
                endNanos,
                clientNanos,
                serverNanos,
                false,
                exchange);
    }

    private static TraceId traceId(long trace) {
        return new TraceId(trace % 2 == 0 ? -trace : trace, trace);
    }

    private static String any(String[] of, Random random) {
        return of[random.nextInt(of.length)];
    }
}
