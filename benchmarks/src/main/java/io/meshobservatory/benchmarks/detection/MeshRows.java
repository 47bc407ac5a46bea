/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.detection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeRowJson;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import io.meshobservatory.core.window.WindowSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Rows of a mesh without events, as {@code mesh_edges} carries them: each edge is called in each minute, about as often. Each
 * edge has rows of three different minutes, whose times can be changed in place. Not thread-safe.
 */
final class MeshRows {
    static final long FIRST_MINUTE_MILLIS =
            Instant.parse("2026-03-02T08:00:00Z").toEpochMilli();

    private static final int VARIANTS = 3;
    private static final int SERVICES_PER_NAMESPACE = 200;
    private static final int ONE_IN_SO_MANY_FAILS = 20;
    private static final int CALLS_FOR_AN_ERROR = 50;
    private static final int DATABASES_IN_A_HUNDRED = 5;
    private static final long SEED = 1;

    private final List<Row> rows;
    private final int edges;
    private final byte[] otherWindow;

    private MeshRows(List<Row> rows, int edges, byte[] otherWindow) {
        this.rows = rows;
        this.edges = edges;
        this.otherWindow = otherWindow;
    }

    /** The rows of a mesh; the same settings give the same rows. */
    static MeshRows of(DetectionCostSettings settings) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Edge> edges = edges(settings, random);
        List<Row> rows = new ArrayList<>(edges.size() * VARIANTS);
        for (int variant = 0; variant < VARIANTS; variant++) {
            for (Edge edge : edges) {
                rows.add(Row.of(row(edge, WindowSize.ONE_MINUTE, settings.callsPerEdge(), random)));
            }
        }
        byte[] other = EdgeRowJson.write(row(edges.get(0), WindowSize.TEN_SECONDS, settings.callsPerEdge(), random));
        return new MeshRows(rows, edges.size(), other);
    }

    /** The row of an edge in a minute, counted from the first; the same array each third minute. */
    byte[] row(int edge, long minute) {
        int variant = (int) ((minute + edge) % VARIANTS);
        return rows.get(variant * edges + edge).at(FIRST_MINUTE_MILLIS + WindowSize.ONE_MINUTE.millis() * minute);
    }

    /** A row of another size of windows. */
    byte[] otherWindow() {
        return otherWindow;
    }

    private static List<Edge> edges(DetectionCostSettings settings, SplittableRandom random) {
        int databases = settings.services() * DATABASES_IN_A_HUNDRED / 100;
        Node[] nodes = new Node[settings.services()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = new Node(
                    "cluster-1",
                    "team-" + i / SERVICES_PER_NAMESPACE,
                    "service-" + i,
                    i < databases ? NodeKind.DATABASE : NodeKind.SERVICE);
        }
        Set<Edge> edges = new LinkedHashSet<>();
        while (edges.size() < settings.edges()) {
            Node source = nodes[databases + random.nextInt(nodes.length - databases)];
            Node destination = nodes[random.nextInt(nodes.length)];
            if (!source.equals(destination)) {
                String version = destination.kind() == NodeKind.SERVICE ? "v1" : "";
                edges.add(new Edge(source, "v1", destination, version, version.isEmpty() ? "postgresql" : "http"));
            }
        }
        return List.copyOf(edges);
    }

    private static EdgeRow row(Edge edge, WindowSize size, long usualCalls, SplittableRandom random) {
        long calls = Math.max(1, usualCalls - usualCalls / 4 + random.nextLong(usualCalls / 2 + 1));
        long errors = calls >= CALLS_FOR_AN_ERROR && random.nextInt(ONE_IN_SO_MANY_FAILS) == 0 ? 1 : 0;
        long reads = calls - calls / 3;
        String path = "/" + edge.destination().name();
        Traffic traffic = new Traffic(
                calls,
                new OutcomeCounts(errors, 0, 0, 0, 0, 0, 0),
                Map.of(),
                Map.of(),
                calls == reads
                        ? Map.of("GET " + path + "/{id}", reads)
                        : Map.of("GET " + path + "/{id}", reads, "POST " + path, calls - reads),
                calls * (400 + random.nextInt(200)),
                calls * (1_800 + random.nextInt(400)),
                0,
                0);
        boolean mutual = edge.destination().kind() == NodeKind.SERVICE;
        Security security = new Security(
                mutual ? calls : 0,
                mutual ? 0 : calls,
                0,
                principal(edge.source()),
                mutual ? principal(edge.destination()) : null);
        double middle = 4 + random.nextDouble();
        LatencySummary latency = new LatencySummary(calls, middle + 1, middle, 2 * middle, 3 * middle, new byte[64]);
        return new EdgeRow(
                size,
                FIRST_MINUTE_MILLIS,
                edge,
                traffic,
                security,
                new Coverage(calls, calls, 0, 0, 0, 0),
                new Basis(Signal.TRACES, Signal.TRACES, Signal.TRACES, Signal.TRACES),
                latency,
                mutual ? latency : null,
                FIRST_MINUTE_MILLIS,
                FIRST_MINUTE_MILLIS,
                "0123456789abcdef0123456789abcdef",
                null);
    }

    private static String principal(Node node) {
        return "spiffe://" + node.cluster() + "/ns/" + node.namespace() + "/sa/" + node.name();
    }

    /** The JSON of a row, and where its times are: whole seconds, which all have the same length. */
    private record Row(byte[] json, int[] times) {
        static Row of(EdgeRow row) {
            byte[] json = EdgeRowJson.write(row);
            byte[] time = text(FIRST_MINUTE_MILLIS);
            List<Integer> found = new ArrayList<>();
            for (int at = 0; at + time.length <= json.length; at++) {
                if (Arrays.equals(json, at, at + time.length, time, 0, time.length)) {
                    found.add(at);
                }
            }
            return new Row(json, found.stream().mapToInt(Integer::intValue).toArray());
        }

        byte[] at(long millis) {
            byte[] time = text(millis);
            for (int at : times) {
                System.arraycopy(time, 0, json, at, time.length);
            }
            return json;
        }

        private static byte[] text(long millis) {
            return Instant.ofEpochMilli(millis).toString().getBytes(US_ASCII);
        }
    }
}
