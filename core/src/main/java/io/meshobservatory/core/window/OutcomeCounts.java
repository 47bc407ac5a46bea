/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

/**
 * Calls by how they ended. Immutable. Of the rest it is not told that anything was wrong.
 *
 * @param errorsHttp5xx failed with HTTP status 500 and above
 * @param errorsGrpc failed by gRPC status
 * @param errorsNoResponse failed without any response seen by the proxy
 * @param errorsStatus failed by span status ERROR, without a protocol status
 * @param rejectedHttp4xx refused with HTTP 4xx; not errors
 * @param rejectedGrpc refused with another gRPC status; not errors
 * @param faultsInjected ended by an injected fault; not errors
 */
public record OutcomeCounts(
        long errorsHttp5xx,
        long errorsGrpc,
        long errorsNoResponse,
        long errorsStatus,
        long rejectedHttp4xx,
        long rejectedGrpc,
        long faultsInjected) {
    /** Nothing ended in any of these ways. */
    public static final OutcomeCounts NONE = new OutcomeCounts(0, 0, 0, 0, 0, 0, 0);

    /** Calls that failed by the callee: the sum of the four classes of errors. */
    public long errors() {
        return errorsHttp5xx + errorsGrpc + errorsNoResponse + errorsStatus;
    }

    /** Both together. */
    public OutcomeCounts plus(OutcomeCounts other) {
        return new OutcomeCounts(
                errorsHttp5xx + other.errorsHttp5xx,
                errorsGrpc + other.errorsGrpc,
                errorsNoResponse + other.errorsNoResponse,
                errorsStatus + other.errorsStatus,
                rejectedHttp4xx + other.rejectedHttp4xx,
                rejectedGrpc + other.rejectedGrpc,
                faultsInjected + other.faultsInjected);
    }
}
