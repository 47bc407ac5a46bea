/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

/**
 * How often requests to a service fail, by kind; each is a ratio in [0, 1]. For a gRPC service the HTTP statuses stand
 * for the gRPC statuses of the same meaning. Immutable.
 *
 * @param http5xx answered with 500 (gRPC: INTERNAL)
 * @param http4xx answered with 404 (gRPC: NOT_FOUND)
 * @param connectionFailure no connection to the instance: 503 with Envoy's flag UF; the callee never sees the request
 * @param circuitBreaking rejected by the caller's proxy: 503 with flag UO; likewise, and never retried
 * @param timeout no answer in time: 504 with flag UT; the callee sees the caller hang up (flag DC)
 * @param noHealthyUpstream no instance is left to ask: 503 with flag UH; the callee never sees the request
 * @param faultAbort an injected abort: 503 with flag FI; likewise, and never retried
 * @param faultDelay an injected delay: the answer comes late, with flag DI
 * @param faultDelayMillis how late, milliseconds
 * @param tlsFailure no TLS handshake with the instance: 503 with flag UF; the callee never sees the request
 */
public record ErrorRates(
        double http5xx,
        double http4xx,
        double connectionFailure,
        double circuitBreaking,
        double timeout,
        double noHealthyUpstream,
        double faultAbort,
        double faultDelay,
        long faultDelayMillis,
        double tlsFailure) {
    /** Nothing fails. */
    public static final ErrorRates NONE = new ErrorRates(0, 0, 0, 0, 0);

    /** Without injected faults, and always with an instance. */
    public ErrorRates(
            double http5xx, double http4xx, double connectionFailure, double circuitBreaking, double timeout) {
        this(http5xx, http4xx, connectionFailure, circuitBreaking, timeout, 0, 0, 0, 0, 0);
    }

    /** The same with so many more answers 500, as far as there is room for them. */
    public ErrorRates plusHttp5xx(double more) {
        return new ErrorRates(
                http5xx + room(more),
                http4xx,
                connectionFailure,
                circuitBreaking,
                timeout,
                noHealthyUpstream,
                faultAbort,
                faultDelay,
                faultDelayMillis,
                tlsFailure);
    }

    /** The same with so many more failed TLS handshakes, as far as there is room for them. */
    public ErrorRates plusTlsFailure(double more) {
        return new ErrorRates(
                http5xx,
                http4xx,
                connectionFailure,
                circuitBreaking,
                timeout,
                noHealthyUpstream,
                faultAbort,
                faultDelay,
                faultDelayMillis,
                tlsFailure + room(more));
    }

    private double room(double more) {
        return Math.max(0, Math.min(more, 1 - sum()));
    }

    /** All of them together. */
    public double sum() {
        return http5xx
                + http4xx
                + connectionFailure
                + circuitBreaking
                + timeout
                + noHealthyUpstream
                + faultAbort
                + faultDelay
                + tlsFailure;
    }
}
