/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

/** What happens to one attempt to ask an instance. */
enum Fate {
    /** It is answered, unless something that the answer needs fails. */
    ANSWERED,
    SERVER_ERROR,
    NOT_FOUND,
    CONNECTION_FAILURE,
    OVERFLOW,
    TIMEOUT,
    NO_HEALTHY_UPSTREAM,
    FAULT_ABORT,
    FAULT_DELAY,
    RATE_LIMITED,
    JWT_DENIED,
    WAF_DENIED,
    RBAC_DENIED;

    static Fate draw(ErrorRates rates, SeededRandom random) {
        return draw(rates, Policy.NONE, random);
    }

    /** Draws from both, which are at most 1 together. */
    static Fate draw(ErrorRates rates, Policy policy, SeededRandom random) {
        double at = random.nextDouble();
        double[] limits = {
            rates.http5xx(),
            rates.http4xx(),
            rates.connectionFailure(),
            rates.circuitBreaking(),
            rates.timeout(),
            rates.noHealthyUpstream(),
            rates.faultAbort(),
            rates.faultDelay(),
            policy.rateLimited(),
            policy.jwtDenied(),
            policy.wafDenied(),
            policy.rbacDenied()
        };
        for (int i = 0; i < limits.length; i++) {
            at -= limits[i];
            if (at < 0) {
                return values()[1 + i];
            }
        }
        return ANSWERED;
    }

    /** Whether the request comes to the proxy in front of the callee, or to the callee. */
    boolean arrives() {
        return switch (this) {
            case CONNECTION_FAILURE, OVERFLOW, NO_HEALTHY_UPSTREAM, FAULT_ABORT -> false;
            default -> true;
        };
    }

    /** Whether the proxy in front of the callee refuses the request. */
    boolean isDenied() {
        return switch (this) {
            case RATE_LIMITED, JWT_DENIED, WAF_DENIED, RBAC_DENIED -> true;
            default -> false;
        };
    }

    /** Whether a proxy tries again after it. */
    boolean isRetried() {
        return this != OVERFLOW && this != FAULT_ABORT && !isDenied();
    }

    /** The same, for who is asked without a proxy of the mesh in between: what that proxy would do cannot happen. */
    Fate withoutProxy() {
        return switch (this) {
            case SERVER_ERROR, NOT_FOUND, RATE_LIMITED, JWT_DENIED, WAF_DENIED, RBAC_DENIED -> this;
            default -> ANSWERED;
        };
    }
}
