/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.fact;

import java.util.Locale;

/** What a fact tells. The names are part of the public contract; constants may only be appended: states hold ordinals. */
public enum FactKind {
    /** Hosts ejected by outlier detection; detail: the cause, as Envoy names it. */
    OUTLIER_EJECTIONS(Merging.SUM),
    /** Hosts that are ejected now; a gauge. */
    OUTLIERS_EJECTED(Merging.LAST),
    /** Whether a circuit breaker is open, 0 or 1; detail: which, as {@code default.rq_open}. */
    CIRCUIT_BREAKER_OPEN(Merging.MAX),
    /** Requests or connections refused by an open circuit breaker; detail: which limit. */
    UPSTREAM_OVERFLOW(Merging.SUM),
    /** Upstream connections that failed; detail: the cause. */
    UPSTREAM_CONNECT_FAILURES(Merging.SUM),
    /** TLS handshakes that failed; detail: the cause, as Envoy names it ({@code fail_verify_san}). */
    TLS_HANDSHAKE_FAILURES(Merging.SUM),
    /** Requests or connections denied by an authorization policy. */
    RBAC_DENIED(Merging.SUM),
    /** Requests that a dry-run policy would have denied. */
    RBAC_SHADOW_DENIED(Merging.SUM),
    /** Requests denied for their JWT. */
    JWT_DENIED(Merging.SUM),
    /** Requests denied by an external authorizer (a WAF, for instance). */
    EXTERNAL_AUTHORIZATION_DENIED(Merging.SUM),
    /** Requests refused by rate limiting. */
    RATE_LIMITED(Merging.SUM),
    /** Whether the control plane was up, 0 or 1; the least value of the window. */
    CONTROL_PLANE_UP(Merging.MIN),
    /** Configurations that a proxy rejected; detail: their type. */
    CONFIGURATION_REJECTED(Merging.SUM),
    /** Certificate signing requests that failed; detail: the cause. */
    CERTIFICATE_SIGNING_ERRORS(Merging.SUM),
    /** When a certificate expires, seconds since the epoch; detail: which certificate; the earliest is kept. */
    CERTIFICATE_EXPIRY(Merging.MIN),
    /** Hosts of an upstream cluster that are healthy. */
    HEALTHY_HOSTS(Merging.LAST),
    /** Names that were not let into the graph since too many different ones came; detail: kind of name. */
    NAMES_OVERFLOWED(Merging.SUM),
    /** Log lines that fit no known format; detail: the reason. */
    UNPARSED_LOG_LINES(Merging.SUM),
    /** Points of metrics that could not be used; detail: the reason. */
    UNUSABLE_METRIC_POINTS(Merging.SUM);

    /** How several values of one window become one. */
    public enum Merging {
        /** They are added. */
        SUM,
        /** The greatest counts. */
        MAX,
        /** The least counts. */
        MIN,
        /** The latest counts; of two at the same time, the greater. */
        LAST
    }

    private final Merging merging;

    FactKind(Merging merging) {
        this.merging = merging;
    }

    /** How several values of one window become one. */
    public Merging merging() {
        return merging;
    }

    /** Lower case with underscores, as in tables and JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
