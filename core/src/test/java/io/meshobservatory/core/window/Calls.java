/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Outcome;
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
    private static final String[] FLAGS = {"", "", "", "UF", "UF,URX", "DC"};
    private static final String[] PRINCIPALS = {"", "spiffe://td/ns/shop/sa/cart", "spiffe://td/ns/shop/sa/other"};

    private Calls() {}

    static Call random(Random random) {
        Outcome[] outcomes = Outcome.values();
        return call(
                random.nextLong(1, 1000),
                random.nextLong(3_600_000_000_000L),
                random.nextInt(5) == 0 ? -1 : random.nextLong(5_000_000_000L),
                random.nextInt(5) == 0 ? -1 : random.nextInt(10) == 0 ? 0 : random.nextLong(4_000_000_000L),
                outcomes[random.nextInt(outcomes.length)],
                FLAGS[random.nextInt(FLAGS.length)],
                random.nextInt(3) == 0 ? -1 : random.nextInt(10_000),
                PRINCIPALS[random.nextInt(3)]);
    }

    /** A call that ended at a time in milliseconds. */
    static Call at(long endMillis, Outcome outcome) {
        return call(1, endMillis * 1_000_000, 2_000_000, 1_000_000, outcome, "", -1, "");
    }

    static Call flagged(String flags) {
        return call(1, 0, 1, 1, Outcome.OK, flags, -1, "");
    }

    static Call call(
            long trace,
            long endNanos,
            long clientNanos,
            long serverNanos,
            Outcome outcome,
            String flags,
            long bytes,
            String principal) {
        return new Call(
                new TraceId(trace % 2 == 0 ? -trace : trace, trace),
                trace,
                0,
                Evidence.BOTH_SIDES,
                EDGE,
                endNanos,
                clientNanos,
                serverNanos,
                outcome,
                flags,
                bytes,
                bytes,
                principal,
                principal);
    }
}
