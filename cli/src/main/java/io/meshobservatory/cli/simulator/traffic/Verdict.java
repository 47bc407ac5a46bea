/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.traffic;

/** How a request of a stream ends. */
public enum Verdict {
    /** It is answered, unless something that the answer needs fails. */
    ANSWERED,
    /** 401: without a valid token. */
    JWT_DENIED,
    /** 403: refused by an authorization policy. */
    RBAC_DENIED,
    /** 404, or gRPC's NOT_FOUND. */
    NOT_FOUND,
    /** 429: over the rate limit. */
    RATE_LIMITED,
    /** 500, or gRPC's INTERNAL. */
    SERVER_ERROR,
    /** 503, flag UO: the callee's circuit breaker is open. */
    OVERFLOW,
    /** 504, flag UT: nobody answers in time. */
    TIMEOUT
}
