/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import java.util.List;

/**
 * A service of the mesh, or a gateway. Immutable.
 *
 * @param name its name, unique in the scenario
 * @param namespace its Kubernetes namespace
 * @param protocol what it speaks
 * @param port the port of its Kubernetes service
 * @param gateway whether it is an ingress gateway: it has a proxy only, which passes requests on
 * @param appSpans whether its application sends spans beside the sidecar's
 * @param versions at least one
 * @param timeoutMillis after how long callers give up on a request that hangs
 * @param slowRate ratio in [0, 1] of requests that take {@code slowFactor} times as long
 * @param slowFactor at least 1
 * @param requestBytes typical size of a request's body
 * @param responseBytes typical size of a response's body
 */
public record ServiceSpec(
        String name,
        String namespace,
        Protocol protocol,
        int port,
        boolean gateway,
        boolean appSpans,
        List<VersionSpec> versions,
        long timeoutMillis,
        double slowRate,
        double slowFactor,
        long requestBytes,
        long responseBytes) {
    public ServiceSpec {
        versions = List.copyOf(versions);
    }

    /** What a service speaks. */
    public enum Protocol {
        HTTP,
        GRPC
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
    }

    /** Its name in the cluster's DNS. */
    String host() {
        return name + "." + namespace + ".svc.cluster.local";
    }

    /** The edge protocol, in OpenTelemetry's spelling. */
    String protocolName() {
        return switch (protocol) {
            case HTTP -> "http";
            case GRPC -> "grpc";
        };
    }
}
