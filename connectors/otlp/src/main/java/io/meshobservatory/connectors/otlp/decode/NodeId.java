/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.connectors.otlp.names.PodNames;
import io.meshobservatory.core.telemetry.Span.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The parts of Istio's node id, {@code sidecar~10.1.2.3~pod.namespace~namespace.svc.cluster.local}. Immutable.
 *
 * @param origin what kind of proxy it is; a sidecar where the type is none that Istio knows
 * @param isMesh whether the type is one that Istio knows: any other node id is free text of a plain Envoy
 * @param address the proxy's address, null where not told
 * @param workload the pod's name without what Kubernetes added, null where not told
 * @param namespace null where not told
 */
record NodeId(
        Origin origin,
        boolean isMesh,
        @Nullable String address,
        @Nullable String workload,
        @Nullable String namespace) {
    private static final NodeId FREE_TEXT = new NodeId(Origin.SIDECAR, false, null, null, null);

    static NodeId parse(String text) {
        int type = text.indexOf('~');
        if (type < 0) {
            return FREE_TEXT;
        }
        String word = text.substring(0, type);
        Origin origin = switch (word) {
            case "router" -> Origin.GATEWAY;
            case "waypoint" -> Origin.WAYPOINT;
            default -> Origin.SIDECAR;
        };
        boolean mesh = origin != Origin.SIDECAR || word.equals("sidecar");
        int address = text.indexOf('~', type + 1);
        int last = text.lastIndexOf('~');
        int namespaceEnd = text.indexOf('.', last + 1);
        String namespace = namespaceEnd < 0 ? null : notEmpty(text.substring(last + 1, namespaceEnd));
        if (address < 0) {
            return new NodeId(origin, mesh, null, null, namespace);
        }
        String pod = last > address ? text.substring(address + 1, last) : "";
        int podEnd = pod.lastIndexOf('.');
        return new NodeId(
                origin,
                mesh,
                notEmpty(text.substring(type + 1, address)),
                podEnd <= 0 ? null : PodNames.workload(pod.substring(0, podEnd)),
                namespace);
    }

    private static @Nullable String notEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
