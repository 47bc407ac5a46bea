/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

/** In whose words a span is written. */
enum Dialect {
    /** An application with the semantic conventions before 1.23 (HTTP) and 1.39 (RPC). */
    OLD_SDK,
    /** An application with the present semantic conventions. */
    NEW_SDK,
    /** An Istio sidecar with Istio's own tags. */
    ISTIO,
    /** An Istio sidecar whose tags were switched off: its node id and service name remain. */
    ISTIO_WITHOUT_TAGS,
    /** An Istio ingress gateway. */
    GATEWAY,
    /** An east-west gateway, which passes on what others encrypted. */
    EAST_WEST,
    /** A waypoint that names both ends (Istio from 1.29). */
    WAYPOINT,
    /** A waypoint of Istio 1.28, which takes the name of the service that it serves and names nobody else. */
    OLD_WAYPOINT,
    /** Envoy without Istio. */
    ENVOY,
    /** A Linkerd proxy. */
    LINKERD;

    boolean isSdk() {
        return this == OLD_SDK || this == NEW_SDK;
    }

    boolean isWaypoint() {
        return this == WAYPOINT || this == OLD_WAYPOINT;
    }

    /** Whether Envoy wrote it: all values are strings, flags and sizes are told. */
    boolean isEnvoy() {
        return !isSdk() && this != LINKERD;
    }
}
