/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.graph.VersionPair;
import io.meshobservatory.cli.simulator.proxy.Peer;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import org.jspecify.annotations.Nullable;

/**
 * A request of one service to another, as it is before it is sent: the same for all attempts. Immutable.
 *
 * @param caller who asks, null for somebody without telemetry
 * @param source how proxies know the caller
 * @param sourceNode how the graph should name the caller
 * @param sourceVersion the caller's version as far as spans tell it
 * @param callee the service that is asked
 * @param line what is asked for
 * @param url the whole URL
 * @param authority the host header
 * @param userAgent who asks
 * @param forwardedFor the address of a client outside, {@code -} for none
 * @param requestBytes size of the body
 * @param retries how many more attempts are made at most
 * @param plainText whether it is sent without mutual TLS where the mesh would use it
 * @param script how a request of a stream ends; null where chance and the callee's calls decide
 */
record Ask(
        @Nullable Pod caller,
        Peer source,
        SimulatedNode sourceNode,
        String sourceVersion,
        ServiceSpec callee,
        RequestLine line,
        String url,
        String authority,
        String userAgent,
        String forwardedFor,
        long requestBytes,
        int retries,
        boolean plainText,
        @Nullable Script script) {
    /** The edge that it is, as spans and logs tell. */
    SimulatedEdge edge() {
        return new SimulatedEdge(sourceNode, callee.node(), callee.protocolName());
    }

    /** What happens to an attempt. */
    Fate fate(ErrorRates rates, SeededRandom random) {
        if (script == null || script.isUsual()) {
            return Fate.draw(rates, callee.policy(), random);
        }
        return script.fate();
    }

    /** What the proxy in front of the callee refuses by. */
    Policy policy() {
        return script == null || script.isUsual() ? callee.policy() : script.policy();
    }

    /** The versions that spans tell if an instance answers. */
    VersionPair versions(@Nullable Pod instance) {
        return new VersionPair(sourceVersion, instance == null ? SimulatedNode.UNKNOWN : instance.toldVersion());
    }

    /** Whether the connection to an instance is secured. */
    boolean mutualTls(Pod instance) {
        return caller != null && !plainText && Pod.mutualTls(caller, instance);
    }

    /** The name of the route in Istio's spans since 1.23. */
    String decorated() {
        boolean fromOutside = caller != null && caller.service().gateway();
        String path = fromOutside && !line.route().equals("/") ? line.route() : "/";
        return callee.host() + ":" + callee.port() + path + "*";
    }

    /** Envoy's name of the upstream; with a subset where versions share the traffic by weight. */
    String upstream(@Nullable Pod instance) {
        String subset =
                callee.hasSubsets() && instance != null ? instance.version().name() : "";
        return "outbound|" + callee.port() + "|" + subset + "|" + callee.host();
    }
}
