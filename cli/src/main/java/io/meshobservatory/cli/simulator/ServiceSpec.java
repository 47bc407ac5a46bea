/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import java.util.List;
import java.util.Locale;

/**
 * A service of the mesh, or a gateway. Immutable.
 *
 * @param name its name, unique in the scenario
 * @param cluster the cluster that it runs in
 * @param namespace its Kubernetes namespace
 * @param protocol what it speaks
 * @param port the port of its Kubernetes service
 * @param gateway whether it is an ingress gateway: it has a proxy only, which passes requests on
 * @param mesh what stands between it and the network
 * @param waypoint whether a waypoint looks into its requests; of ambient meshes only
 * @param appSpans whether its application sends spans beside the proxy's
 * @param oldConventions whether those spans follow the semantic conventions of before 2023
 * @param propagates whether its application hands on the trace headers
 * @param mutualTls whether it takes part in mutual TLS
 * @param policy what the proxy in front of it, or the gateway, refuses
 * @param versions at least one
 * @param timeoutMillis after how long callers give up on a request that hangs
 * @param slowRate ratio in [0, 1] of requests that take {@code slowFactor} times as long
 * @param slowFactor at least 1
 * @param requestBytes typical size of a request's body
 * @param responseBytes typical size of a response's body
 * @param restarts when its instances are replaced
 */
public record ServiceSpec(
        String name,
        String cluster,
        String namespace,
        Protocol protocol,
        int port,
        boolean gateway,
        Dialect mesh,
        boolean waypoint,
        boolean appSpans,
        boolean oldConventions,
        boolean propagates,
        boolean mutualTls,
        Policy policy,
        List<VersionSpec> versions,
        long timeoutMillis,
        double slowRate,
        double slowFactor,
        long requestBytes,
        long responseBytes,
        Restarts restarts) {
    public ServiceSpec {
        versions = List.copyOf(versions);
    }

    /** What a service speaks. */
    public enum Protocol {
        HTTP,
        GRPC,
        /** Connections into which no proxy looks: there are no spans of them. */
        TCP
    }

    /**
     * One version of a service.
     *
     * @param name as in the label {@code version}
     * @param weight its share of the requests, relative to the other versions' weights
     * @param replicas its instances, at least 1
     * @param latency its own work for a request, without the calls that it makes
     * @param errors how often requests to it fail
     * @param calls what a request makes it call, in order
     */
    public record VersionSpec(
            String name, double weight, int replicas, Latency latency, ErrorRates errors, List<CallSpec> calls) {
        public VersionSpec {
            calls = List.copyOf(calls);
        }

        /** The same with another share of the requests. */
        public VersionSpec withWeight(double share) {
            return new VersionSpec(name, share, replicas, latency, errors, calls);
        }

        /** The same with so many instances. */
        public VersionSpec withReplicas(int instances) {
            return new VersionSpec(name, weight, instances, latency, errors, calls);
        }

        /** The same with other failures. */
        public VersionSpec withErrors(ErrorRates rates) {
            return new VersionSpec(name, weight, replicas, latency, rates, calls);
        }

        /** The same with other calls. */
        public VersionSpec withCalls(List<CallSpec> others) {
            return new VersionSpec(name, weight, replicas, latency, errors, others);
        }
    }

    /**
     * When instances are restarted: each one once in every period, at a moment of its own.
     *
     * @param periodSeconds the period, counted from the epoch; 0 for never
     * @param renamed whether a new pod takes the place, with another name and address; else only the containers start anew
     */
    public record Restarts(long periodSeconds, boolean renamed) {
        /** Never. */
        public static final Restarts NEVER = new Restarts(0, false);
    }

    /** The same with other versions. */
    public ServiceSpec withVersions(List<VersionSpec> others) {
        return new ServiceSpec(
                name,
                cluster,
                namespace,
                protocol,
                port,
                gateway,
                mesh,
                waypoint,
                appSpans,
                oldConventions,
                propagates,
                mutualTls,
                policy,
                others,
                timeoutMillis,
                slowRate,
                slowFactor,
                requestBytes,
                responseBytes,
                restarts);
    }

    /** A version by its name. */
    public VersionSpec version(String version) {
        for (VersionSpec candidate : versions) {
            if (candidate.name().equals(version)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("service '" + name + "': version '" + version + "' (expected: one of "
                + versions.stream().map(VersionSpec::name).toList() + ")");
    }

    /** The SPIFFE id of its workloads; plain Envoys have an authority without namespaces. */
    public String principal(String trustDomain) {
        String domain = "spiffe://" + trustDomain + "/";
        return is(Dialect.Kind.ENVOY) ? domain + name : domain + "ns/" + namespace + "/sa/" + name;
    }

    /** A version's name as far as spans tell it. */
    public String told(VersionSpec version) {
        return tellsVersion() ? version.name() : SimulatedNode.UNKNOWN;
    }

    /** Whether it takes part in mutual TLS by what stands between it and the network. */
    public boolean isSecured() {
        return mutualTls
                && switch (mesh.kind()) {
                    case ISTIO, AMBIENT, LINKERD, ENVOY -> true;
                    case TRAEFIK, NGINX, NONE -> false;
                };
    }

    /** How the service graph names it: a plain Envoy tells its name only, and Linkerd's proxy no cluster. */
    public SimulatedNode node() {
        boolean istioGateway = gateway && mesh.isIstio();
        boolean named = !is(Dialect.Kind.ENVOY) || appSpans;
        boolean located = named && (!is(Dialect.Kind.LINKERD) || appSpans);
        return new SimulatedNode(
                located ? cluster : SimulatedNode.UNKNOWN,
                named ? namespace : SimulatedNode.UNKNOWN,
                name,
                istioGateway ? SimulatedNode.Kind.GATEWAY : SimulatedNode.Kind.SERVICE);
    }

    /** Its name in the cluster's DNS. */
    public String host() {
        return name + "." + namespace + ".svc.cluster.local";
    }

    /** The edge protocol, in OpenTelemetry's spelling. */
    public String protocolName() {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    public boolean is(Dialect.Kind kind) {
        return mesh.kind() == kind;
    }

    /** Whether requests to it pass a waypoint. */
    public boolean hasWaypoint() {
        return is(Dialect.Kind.AMBIENT) && waypoint && !gateway && protocol != Protocol.TCP;
    }

    public boolean hasProxySpans() {
        return protocol != Protocol.TCP && mesh.hasProxySpans(gateway);
    }

    /** Whether an Envoy sends its requests on. */
    public boolean hasEnvoy() {
        return mesh.isEnvoy(gateway);
    }

    public boolean spawnsUpstreamSpans() {
        return mesh.spawnsUpstreamSpans(gateway);
    }

    /** Whether spans tell its version: proxies of Istio do, and applications, but not other proxies. */
    public boolean tellsVersion() {
        return switch (mesh.kind()) {
            case ISTIO -> true;
            case AMBIENT -> gateway || appSpans || mesh.tellsWaypointPeers();
            case LINKERD, ENVOY -> appSpans;
            case TRAEFIK, NGINX, NONE -> true;
        };
    }

    /** Whether versions share its requests by different weights, for which the mesh has a subset each. */
    boolean hasSubsets() {
        double weight = versions.get(0).weight();
        for (VersionSpec version : versions) {
            if (version.weight() != weight) {
                return true;
            }
        }
        return false;
    }
}
