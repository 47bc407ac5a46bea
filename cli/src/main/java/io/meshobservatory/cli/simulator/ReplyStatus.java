/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import java.util.Set;

/**
 * How a request was answered, as one observer saw it. Immutable.
 *
 * @param httpStatus HTTP status, 0 where nobody answered
 * @param grpcStatus gRPC status, {@link #NO_GRPC} where there is none
 * @param flags Envoy's response flags, {@code -} for none
 * @param result what it means
 */
record ReplyStatus(int httpStatus, int grpcStatus, String flags, Result result) {
    static final int NO_GRPC = -1;

    private static final String NO_FLAGS = "-";
    private static final String RETRIES_EXHAUSTED = "URX";
    /** Unknown, DeadlineExceeded, ResourceExhausted, Unimplemented, Internal, Unavailable, DataLoss. */
    private static final Set<Integer> GRPC_SERVER_FAILURES = Set.of(2, 4, 8, 12, 13, 14, 15);

    enum Result {
        OK,
        /** Refused with a 4xx or its like: no failure of the callee. */
        REJECTED,
        FAILED
    }

    static ReplyStatus ok(Protocol protocol) {
        return of(protocol, 200, 0, NO_FLAGS, Result.OK);
    }

    static ReplyStatus notFound(Protocol protocol) {
        return of(protocol, 404, 5, NO_FLAGS, Result.REJECTED);
    }

    static ReplyStatus internalError(Protocol protocol) {
        return of(protocol, 500, 13, NO_FLAGS, Result.FAILED);
    }

    static ReplyStatus connectionFailure(Protocol protocol) {
        return of(protocol, 503, 14, "UF", Result.FAILED);
    }

    static ReplyStatus overflow(Protocol protocol) {
        return of(protocol, 503, 14, "UO", Result.FAILED);
    }

    static ReplyStatus timeout(Protocol protocol) {
        return of(protocol, 504, 4, "UT", Result.FAILED);
    }

    /** What the callee sees of a caller that gave up. */
    static ReplyStatus hungUp() {
        return new ReplyStatus(0, NO_GRPC, "DC", Result.FAILED);
    }

    // gRPC carries its status in trailers, behind HTTP's 200, also where Envoy answers in the callee's place
    private static ReplyStatus of(Protocol protocol, int http, int grpc, String flags, Result result) {
        return switch (protocol) {
            case HTTP -> new ReplyStatus(http, NO_GRPC, flags, result);
            case GRPC -> new ReplyStatus(200, grpc, flags, result);
        };
    }

    ReplyStatus withRetriesExhausted() {
        String all = flags.equals(NO_FLAGS) ? RETRIES_EXHAUSTED : flags + "," + RETRIES_EXHAUSTED;
        return new ReplyStatus(httpStatus, grpcStatus, all, result);
    }

    /** The status without the flags, as it travels on to who asked. */
    ReplyStatus seenFromBehind() {
        return new ReplyStatus(httpStatus, grpcStatus, NO_FLAGS, result);
    }

    boolean failed() {
        return result == Result.FAILED;
    }

    boolean isGrpc() {
        return grpcStatus != NO_GRPC;
    }

    /** Whether Envoy marks the span with {@code error=true}. */
    boolean hasErrorTag() {
        return httpStatus == 0 || httpStatus >= 500 || GRPC_SERVER_FAILURES.contains(grpcStatus);
    }

    /** Whether a client's span gets status ERROR by convention. */
    boolean isClientError() {
        return isGrpc() ? grpcStatus != 0 : httpStatus >= 400;
    }

    /** Whether a server's span gets status ERROR by convention. */
    boolean isServerError() {
        return isGrpc() ? GRPC_SERVER_FAILURES.contains(grpcStatus) : httpStatus >= 500;
    }

    /** The gRPC status by name. */
    String grpcName() {
        return switch (grpcStatus) {
            case 0 -> "OK";
            case 4 -> "DEADLINE_EXCEEDED";
            case 5 -> "NOT_FOUND";
            case 13 -> "INTERNAL";
            case 14 -> "UNAVAILABLE";
            default -> throw new IllegalStateException("gRPC status " + grpcStatus + " (expected: 0, 4, 5, 13 or 14)");
        };
    }
}
