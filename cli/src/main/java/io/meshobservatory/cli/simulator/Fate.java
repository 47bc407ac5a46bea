/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.cli.simulator.traffic.Verdict;

/** What happens to one attempt to ask an instance. */
public enum Fate {
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
    TLS_FAILURE,
    RATE_LIMITED,
    JWT_DENIED,
    WAF_DENIED,
    RBAC_DENIED;

    /** The fate that a stream asks for. */
    public static Fate of(Verdict verdict) {
        return switch (verdict) {
            case ANSWERED -> ANSWERED;
            case JWT_DENIED -> JWT_DENIED;
            case RBAC_DENIED -> RBAC_DENIED;
            case NOT_FOUND -> NOT_FOUND;
            case RATE_LIMITED -> RATE_LIMITED;
            case SERVER_ERROR -> SERVER_ERROR;
            case OVERFLOW -> OVERFLOW;
            case TIMEOUT -> TIMEOUT;
        };
    }

    static Fate draw(ErrorRates rates, SeededRandom random) {
        return draw(rates, Policy.NONE, random);
    }

    /** Draws from both, which are at most 1 together. */
    static Fate draw(ErrorRates rates, Policy policy, SeededRandom random) {
        double at = random.nextDouble();
        double[] limits = shares(rates, policy);
        for (int i = 0; i < limits.length; i++) {
            at -= limits[i];
            if (at < 0) {
                return drawn(i);
            }
        }
        return ANSWERED;
    }

    /** How often each happens, in the order of the constants after {@link #ANSWERED}. */
    public static double[] shares(ErrorRates rates, Policy policy) {
        return new double[] {
            rates.http5xx(),
            rates.http4xx(),
            rates.connectionFailure(),
            rates.circuitBreaking(),
            rates.timeout(),
            rates.noHealthyUpstream(),
            rates.faultAbort(),
            rates.faultDelay(),
            rates.tlsFailure(),
            policy.rateLimited(),
            policy.jwtDenied(),
            policy.wafDenied(),
            policy.rbacDenied()
        };
    }

    /** The shares by which this happens always. */
    public double[] always() {
        double[] shares = new double[values().length - 1];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = drawn(i) == this ? 1 : 0;
        }
        return shares;
    }

    /** The fate that a place in {@link #shares} stands for. */
    public static Fate drawn(int place) {
        return values()[1 + place];
    }

    /** What the caller is told. */
    public ReplyStatus told(ServiceSpec.Protocol protocol, Policy policy) {
        return switch (this) {
            case ANSWERED -> ReplyStatus.ok(protocol);
            case FAULT_DELAY -> ReplyStatus.ok(protocol).withFlag("DI");
            case SERVER_ERROR -> ReplyStatus.internalError(protocol);
            case NOT_FOUND -> ReplyStatus.notFound(protocol);
            case TIMEOUT -> ReplyStatus.timeout(protocol);
            case CONNECTION_FAILURE, TLS_FAILURE, OVERFLOW, NO_HEALTHY_UPSTREAM, FAULT_ABORT ->
                ServiceCalls.unreached(protocol, this);
            case RATE_LIMITED, JWT_DENIED, WAF_DENIED, RBAC_DENIED -> ReplyStatus.denied(protocol, this, policy);
        };
    }

    /** Whether the request comes to the proxy in front of the callee, or to the callee. */
    public boolean arrives() {
        return switch (this) {
            case CONNECTION_FAILURE, TLS_FAILURE, OVERFLOW, NO_HEALTHY_UPSTREAM, FAULT_ABORT -> false;
            default -> true;
        };
    }

    /** Whether the proxy in front of the callee refuses the request. */
    public boolean isDenied() {
        return switch (this) {
            case RATE_LIMITED, JWT_DENIED, WAF_DENIED, RBAC_DENIED -> true;
            default -> false;
        };
    }

    /** Whether a proxy tries again after it. */
    public boolean isRetried() {
        return this != OVERFLOW && this != FAULT_ABORT && !isDenied();
    }

    /** The same, for who is asked without a proxy of the mesh in between: what that proxy would do cannot happen. */
    public Fate withoutProxy() {
        return switch (this) {
            case SERVER_ERROR, NOT_FOUND, RATE_LIMITED, JWT_DENIED, WAF_DENIED, RBAC_DENIED -> this;
            default -> ANSWERED;
        };
    }
}
