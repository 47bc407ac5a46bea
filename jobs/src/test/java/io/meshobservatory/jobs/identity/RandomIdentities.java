/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import static io.meshobservatory.jobs.identity.Deltas.START;
import static io.meshobservatory.jobs.identity.Deltas.TEN_SECONDS;
import static io.meshobservatory.jobs.identity.Deltas.service;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.EdgeDelta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Sums between services, half-told services, addresses, names and hosts of two clusters, and aliases for some of the addresses
 * and names; in the order of windows, but some up to a minute late. Same seed, same sums.
 */
record RandomIdentities(List<EdgeDelta> deltas, List<Alias> aliases) {
    /** Owned by one pod all the time. */
    static final String KNOWN_ADDRESS = "10.9.9.9";

    private static final int WINDOWS = 60;

    private record Timed<T>(long atMillis, T value) {}

    static RandomIdentities of(long seed) {
        Random random = new Random(seed);
        List<Timed<EdgeDelta>> deltas = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            long window = random.nextInt(WINDOWS);
            Edge edge = new Edge(node(random), version(random), node(random), version(random), "http");
            long late = random.nextInt(5) == 0 ? random.nextInt(60_000) : 0;
            deltas.add(new Timed<>(
                    START + window * TEN_SECONDS + late, Deltas.delta(edge, window, 1 + random.nextInt(9))));
        }
        List<Timed<Alias>> aliases = new ArrayList<>();
        for (long window = 0; window < WINDOWS; window++) {
            long at = START + window * TEN_SECONDS + random.nextInt(10_000);
            Alias known = new Alias(Alias.ofAddress("c1", KNOWN_ADDRESS), new Workload(service("known"), "v1"), at);
            aliases.add(new Timed<>(at, known));
            aliases.add(new Timed<>(at, known));
            for (int i = 0; i < 4; i++) {
                Workload owner = new Workload(service("s" + random.nextInt(6)), "v" + random.nextInt(3));
                Node name = switch (random.nextInt(5)) {
                    case 0 -> Alias.ofName(owner.node());
                    case 1 -> Alias.ofBareName(owner.node());
                    case 2 -> Alias.ofName(service("n" + random.nextInt(20)));
                    default -> Alias.ofAddress("c1", "10.0.0." + random.nextInt(8));
                };
                aliases.add(new Timed<>(at + random.nextInt(20_000), new Alias(name, owner, at)));
            }
        }
        return new RandomIdentities(inOrder(deltas), inOrder(aliases));
    }

    private static Node node(Random random) {
        return switch (random.nextInt(11)) {
            case 0 -> Alias.ofAddress("c1", "10.0.0." + random.nextInt(16));
            case 1 -> Alias.ofAddress("c1", KNOWN_ADDRESS);
            case 2 -> Alias.ofName(service("n" + random.nextInt(20)));
            case 3 -> Node.external("host-" + random.nextInt(6));
            case 4 -> new Node("c2", "shop", "s" + random.nextInt(6), NodeKind.SERVICE);
            case 5 -> new Node(Node.UNKNOWN_NAME, "shop", "s" + random.nextInt(6), NodeKind.SERVICE);
            case 6 -> new Node("c1", Node.UNKNOWN_NAME, "s" + random.nextInt(6), NodeKind.SERVICE);
            case 7 -> new Node(Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, "s" + random.nextInt(6), NodeKind.SERVICE);
            case 8 -> service("n" + random.nextInt(20));
            default -> service("s" + random.nextInt(10));
        };
    }

    private static String version(Random random) {
        return random.nextInt(3) == 0 ? Node.UNKNOWN_NAME : "v" + random.nextInt(4);
    }

    private static <T> List<T> inOrder(List<Timed<T>> timed) {
        timed.sort(Comparator.comparingLong(Timed::atMillis));
        return timed.stream().map(Timed::value).toList();
    }
}
