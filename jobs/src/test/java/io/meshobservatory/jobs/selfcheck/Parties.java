/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes up the services and gateways of a mesh. */
final class Parties {
    /** Who tells of a service: its proxy and its application. */
    private enum Tellers {
        SIDECAR_ONLY(Dialect.ISTIO, null),
        SIDECAR_THAT_LOSES_CONTEXT(Dialect.ISTIO, null),
        SIDECAR_WITHOUT_TAGS(Dialect.ISTIO_WITHOUT_TAGS, null),
        SIDECAR_AND_OLD_APP(Dialect.ISTIO, Dialect.OLD_SDK),
        SIDECAR_AND_NEW_APP(Dialect.ISTIO, Dialect.NEW_SDK),
        OLD_APP(null, Dialect.OLD_SDK),
        NEW_APP(null, Dialect.NEW_SDK),
        ANOTHER_NEW_APP(null, Dialect.NEW_SDK),
        LINKERD_ONLY(Dialect.LINKERD, null),
        LINKERD_AND_NEW_APP(Dialect.LINKERD, Dialect.NEW_SDK),
        WAYPOINT_ONLY(Dialect.WAYPOINT, null),
        WAYPOINT_AND_NEW_APP(Dialect.WAYPOINT, Dialect.NEW_SDK),
        OLD_WAYPOINT_ONLY(Dialect.OLD_WAYPOINT, null),
        OLD_WAYPOINT_AND_OLD_APP(Dialect.OLD_WAYPOINT, Dialect.OLD_SDK),
        ENVOY_ONLY(Dialect.ENVOY, null),
        ENVOY_AND_NEW_APP(Dialect.ENVOY, Dialect.NEW_SDK),
        NOBODY(null, null);

        private final @Nullable Dialect proxy;
        private final @Nullable Dialect app;

        Tellers(@Nullable Dialect proxy, @Nullable Dialect app) {
            this.proxy = proxy;
            this.app = app;
        }
    }

    private final Random random;
    private final long maxSkewNanos;
    private final List<Party> services = new ArrayList<>();
    private final List<Party> entries = new ArrayList<>();
    private int made;

    /** @param canaries whether some services run in two versions */
    Parties(Random random, long maxSkewNanos, boolean canaries) {
        this.random = random;
        this.maxSkewNanos = maxSkewNanos;
        for (Tellers tellers : Tellers.values()) {
            if (random.nextInt(3) > 0) {
                boolean forwards = tellers != Tellers.SIDECAR_THAT_LOSES_CONTEXT;
                Party made = party(NodeKind.SERVICE, "service", tellers.proxy, tellers.app, false, forwards);
                services.add(made);
                if (canaries && random.nextInt(3) == 0) {
                    services.add(canary(made));
                }
            }
        }
        entries.add(party(NodeKind.GATEWAY, "ingressgateway", Dialect.GATEWAY, null, false, true));
        entries.add(party(NodeKind.GATEWAY, "ingressgateway", Dialect.GATEWAY, null, true, true));
        entries.add(party(NodeKind.SERVICE, "front-envoy", Dialect.ENVOY, null, true, true));
        entries.add(party(NodeKind.SERVICE, "traefik", null, Dialect.NEW_SDK, true, true));
    }

    List<Party> services() {
        return services;
    }

    Party service() {
        return services.get(random.nextInt(services.size()));
    }

    /** Where requests enter the mesh. */
    Party entry() {
        return entries.get(random.nextInt(entries.size()));
    }

    Party eastWest(String cluster) {
        Party made = party(NodeKind.GATEWAY, "istio-eastwestgateway", Dialect.EAST_WEST, null, false, true);
        Node node = new Node(cluster, "istio-system", made.node().name(), NodeKind.GATEWAY);
        return like(made, made, node, made.version());
    }

    /** The same service in another version, in a pod of its own. */
    private Party canary(Party baseline) {
        Party pod = party(NodeKind.SERVICE, "service", null, null, false, true);
        return like(baseline, pod, baseline.node(), baseline.version() + "-canary");
    }

    private static Party like(Party like, Party pod, Node node, String version) {
        return new Party(
                node,
                version,
                like.proxy(),
                like.app(),
                like.doubleSpan(),
                like.forwards(),
                like.appKnowsItself(),
                like.tellsWeight(),
                like.principals(),
                pod.address(),
                pod.callerAddress(),
                pod.skewNanos());
    }

    private Party party(
            NodeKind kind,
            String name,
            @Nullable Dialect proxy,
            @Nullable Dialect app,
            boolean doubleSpan,
            boolean forwards) {
        int number = made++;
        Node node =
                new Node(random.nextInt(3) == 0 ? "c2" : "c1", "ns" + random.nextInt(3), name + "-n" + number, kind);
        boolean knowsItself = proxy == null || random.nextBoolean();
        return new Party(
                node,
                "v" + (1 + random.nextInt(3)),
                proxy,
                app,
                doubleSpan,
                forwards,
                knowsItself,
                random.nextInt(5) > 0,
                random.nextInt(3) == 0,
                "10.244.0." + (number + 1),
                "192.168.7." + (number % 250 + 1),
                maxSkewNanos == 0 ? 0 : random.nextLong(-maxSkewNanos, maxSkewNanos));
    }
}
