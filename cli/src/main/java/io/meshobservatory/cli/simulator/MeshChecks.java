/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kind of a mesh allows: a call that nobody's telemetry would tell of, or a refusal that nobody could make, is a
 * mistake of the scenario. Stateless.
 */
final class MeshChecks {
    private static final List<Dialect.Kind> LOOKS_INTO_REQUESTS = List.of(Dialect.Kind.ISTIO, Dialect.Kind.ENVOY);

    private MeshChecks() {}

    static void check(String at, ServiceSpec service) throws ScenarioException {
        Dialect.Kind kind = service.mesh().kind();
        if (service.gateway()) {
            if (kind == Dialect.Kind.NONE || kind == Dialect.Kind.LINKERD) {
                throw new ScenarioException(at
                        + ".mesh: none or linkerd (expected: for a gateway istio, ambient, envoy, traefik or nginx)");
            }
            if (!service.policy().isNone() && !service.hasEnvoy()) {
                throw new ScenarioException(at + ".policy: given (expected: only for gateways of Istio and Envoy)");
            }
            return;
        }
        if (Dialect.gatewaysOnly().contains(kind)) {
            throw new ScenarioException(at + ".mesh: traefik or nginx (expected: only with 'gateway: true')");
        }
        boolean waypoint = service.hasWaypoint();
        boolean seen = service.hasProxySpans() || waypoint || service.appSpans() || service.protocol() == Protocol.TCP;
        if (!seen) {
            throw new ScenarioException(at + ".app_spans: false (expected: true, a waypoint, or a mesh with sidecars;"
                    + " else no span tells of the service)");
        }
        if (!service.policy().isNone() && !waypoint && !LOOKS_INTO_REQUESTS.contains(kind)) {
            throw new ScenarioException(
                    at + ".policy: given (expected: only with a sidecar or waypoint that can refuse requests)");
        }
        if (!service.propagates() && (kind != Dialect.Kind.ISTIO || service.appSpans())) {
            throw new ScenarioException(at + ".propagates: false (expected: true; only behind a sidecar of Istio, and"
                    + " without application spans, can it be seen that an application loses the trace headers)");
        }
        if (service.protocol() == Protocol.TCP
                && (service.appSpans() || !service.mesh().isIstio())) {
            throw new ScenarioException(at + ".protocol: tcp (expected: only in Istio, and without application spans)");
        }
    }

    static void checkCall(String field, ServiceSpec caller, CallSpec call, @Nullable ServiceSpec callee)
            throws ScenarioException {
        boolean retries = caller.hasEnvoy() && (callee == null || callee.protocol() != Protocol.TCP);
        if (call.retries() > 0 && !retries) {
            throw new ScenarioException(field + ".retries: " + call.retries()
                    + " (expected: 0; only sidecars of Istio and Envoy retry requests)");
        }
        if (callee == null && !caller.hasProxySpans() && !caller.appSpans()) {
            throw new ScenarioException(field + ".to: '" + call.to() + "' (expected: application spans of service '"
                    + caller.name() + "'; a waypoint does not see what leaves the mesh)");
        }
        if (callee != null
                && callee.protocol() == Protocol.TCP
                && !caller.mesh().isIstio()) {
            throw new ScenarioException(field + ".to: '" + call.to() + "' (expected: a caller in Istio; nobody else's"
                    + " telemetry tells of plain connections)");
        }
    }

    static void checkEntry(String at, EntrySpec entry, ServiceSpec to, @Nullable ServiceSpec gateway)
            throws ScenarioException {
        if (to.protocol() == Protocol.TCP) {
            throw new ScenarioException(at + ".to: '" + to.name() + "' (expected: a service of HTTP or gRPC)");
        }
        if (gateway == null && to.is(Dialect.Kind.LINKERD) && !to.appSpans()) {
            throw new ScenarioException(at + ".via: missing (expected: a gateway; Linkerd begins no traces)");
        }
        if (entry.retries() > 0 && (gateway == null || !gateway.hasEnvoy())) {
            throw new ScenarioException(at + ".retries: " + entry.retries()
                    + " (expected: 0; only gateways of Istio and Envoy retry requests)");
        }
    }
}
