/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import static io.meshobservatory.jobs.detection.TestSignals.MINUTE;
import static io.meshobservatory.jobs.detection.TestSignals.START;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import io.meshobservatory.core.window.WindowSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Rows of a mesh of some services over some hours, with what the graph job does to rows: a first version while the window is
 * open, the right one at its end, and now and then a correction, in time or too late.
 */
final class SmallMesh {
    static final String CLUSTER = "c1";

    private final Random random;
    private final List<Emitted> rows = new ArrayList<>();

    /** A row and when it was given out. */
    record Emitted(EdgeRow row, long atMillis) {}

    SmallMesh(long seed) {
        this.random = new Random(seed);
    }

    static Node service(String name) {
        return TestSignals.service(CLUSTER, name);
    }

    /** Services in a ring that call the next two, a database, and a host outside that some of them call. */
    SmallMesh quiet(int services, int fromMinute, int toMinute) {
        for (int minute = fromMinute; minute < toMinute; minute++) {
            for (int i = 0; i < services; i++) {
                Node source = service("s" + i);
                double load = 40 + 10 * Math.sin(minute / 120.0) + i;
                call(minute, source, service("s" + (i + 1) % services), load, 400, 3_000);
                call(minute, source, service("s" + (i + 2) % services), load / 2, 300, 2_000);
                call(minute, source, TestSignals.database(CLUSTER, "db"), load, 200, 1_500);
                if (i % 3 == 0) {
                    call(minute, source, Node.external("api.partner.example"), load / 4, 500, 800);
                }
            }
        }
        return this;
    }

    /** A chain of new edges, one hop every few minutes, then a bulk upload from its end to a host that nobody knows. */
    SmallMesh attack(int minute) {
        for (int later = 0; later < 4; later++) {
            call(minute + later, service("s0"), service("s5"), 12, 400, 5_000);
            call(minute + 2 + later, service("s5"), service("s9"), 12, 400, 5_000);
        }
        for (int later = 0; later < 6; later++) {
            call(minute + 5 + later, service("s9"), TestSignals.database(CLUSTER, "db"), 300, 200, 400_000);
            call(minute + 7 + later, service("s9"), Node.external("drop.example"), 40, 4_000_000, 200);
        }
        return this;
    }

    List<Emitted> rows() {
        return rows;
    }

    private void call(int minute, Node source, Node destination, double calls, double sent, double got) {
        long start = START + minute * MINUTE;
        long end = start + MINUTE;
        long count = Math.max(1, Math.round(calls * (0.9 + 0.2 * random.nextDouble())));
        Edge edge = new Edge(
                source, "v1", destination, destination.kind().name().equals("SERVICE") ? "v1" : "unknown", "http");
        double noise = 0.9 + 0.2 * random.nextDouble();
        EdgeRow whole = row(start, edge, count, sent * noise, got * noise);
        if (random.nextInt(10) == 0) {
            rows.add(new Emitted(row(start, edge, Math.max(1, count / 2), sent, got), start + 30_000));
        }
        if (random.nextInt(20) == 0) {
            // a late span corrects the row in time
            rows.add(new Emitted(row(start, edge, Math.max(1, count - 1), sent * noise, got * noise), end - 1));
            rows.add(new Emitted(whole, end + 9_000));
        } else {
            rows.add(new Emitted(whole, end - 1));
        }
        if (random.nextInt(50) == 0) {
            rows.add(new Emitted(row(start, edge, count + 3, sent * noise, got * noise), end + 90_000));
        }
    }

    private EdgeRow row(long start, Edge edge, long calls, double sent, double got) {
        Map<String, Long> operations = new TreeMap<>(Map.of("GET /items", calls));
        return new EdgeRow(
                WindowSize.ONE_MINUTE,
                start,
                edge,
                new Traffic(
                        calls,
                        OutcomeCounts.NONE,
                        Map.of(),
                        Map.of(),
                        operations,
                        Math.round(calls * sent),
                        Math.round(calls * got),
                        0,
                        0),
                new Security(
                        calls, 0, 0, "spiffe://c1/ns/shop/sa/" + edge.source().name(), null),
                Coverage.NONE,
                new Basis(
                        Vantage.Signal.METRICS, Vantage.Signal.METRICS, Vantage.Signal.METRICS, Vantage.Signal.METRICS),
                new LatencySummary(calls, 12, 10, 30, 40, new byte[0]),
                null,
                start,
                start + MINUTE - 1,
                "0af7651916cd43dd8448eb211c80319c",
                null);
    }
}
