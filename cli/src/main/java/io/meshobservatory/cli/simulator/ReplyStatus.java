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
 * @param details Envoy's response code details
 * @param result what it means
 */
public record ReplyStatus(int httpStatus, int grpcStatus, String flags, String details, Result result) {
    static final int NO_GRPC = -1;
    /** What Envoy writes into the body, or into gRPC's message, of a request that a policy refuses. */
    static final String RBAC_MESSAGE = "RBAC: access denied";

    private static final String NO_FLAGS = "-";
    private static final String RETRIES_EXHAUSTED = "URX";
    private static final String VIA_UPSTREAM = "via_upstream";
    private static final String RBAC_DETAILS = "rbac_access_denied_matched_policy";
    /** Unknown, DeadlineExceeded, ResourceExhausted, Unimplemented, Internal, Unavailable, DataLoss. */
    private static final Set<Integer> GRPC_SERVER_FAILURES = Set.of(2, 4, 8, 12, 13, 14, 15);

    /** What an answer means. */
    public enum Result {
        OK,
        /** Refused with a 4xx or its like: no failure of the callee. */
        REJECTED,
        FAILED,
        /** Ended by an injected fault. */
        INJECTED
    }

    public static ReplyStatus ok(Protocol protocol) {
        return of(protocol, 200, 0, NO_FLAGS, VIA_UPSTREAM);
    }

    public static ReplyStatus notFound(Protocol protocol) {
        return of(protocol, 404, 5, NO_FLAGS, VIA_UPSTREAM);
    }

    public static ReplyStatus internalError(Protocol protocol) {
        return of(protocol, 500, 13, NO_FLAGS, VIA_UPSTREAM);
    }

    public static ReplyStatus connectionFailure(Protocol protocol) {
        String details = "upstream_reset_before_response_started{connection_failure,delayed_connect_error:_111}";
        return of(protocol, 503, 14, "UF", details);
    }

    static ReplyStatus tlsFailure(Protocol protocol) {
        return of(
                protocol, 503, 14, "UF", "upstream_reset_before_response_started{remote_connection_failure|TLS_error}");
    }

    static ReplyStatus overflow(Protocol protocol) {
        return of(protocol, 503, 14, "UO", "upstream_reset_before_response_started{overflow}");
    }

    static ReplyStatus noHealthyUpstream(Protocol protocol) {
        return of(protocol, 503, 14, "UH", "no_healthy_upstream");
    }

    public static ReplyStatus timeout(Protocol protocol) {
        return of(protocol, 504, 4, "UT", "upstream_response_timeout");
    }

    static ReplyStatus faultAbort(Protocol protocol) {
        ReplyStatus told = of(protocol, 503, 14, "FI", "fault_filter_abort");
        return new ReplyStatus(told.httpStatus, told.grpcStatus, told.flags, told.details, Result.INJECTED);
    }

    /** What the proxy in front of the callee answers in its place. */
    public static ReplyStatus denied(Protocol protocol, Fate fate, Policy policy) {
        return switch (fate) {
            case RATE_LIMITED -> of(protocol, 429, 14, "RL", "local_rate_limited");
            case JWT_DENIED -> of(protocol, 401, 16, NO_FLAGS, "jwt_authn_access_denied{Jwt_is_missing}");
            case WAF_DENIED -> of(protocol, 403, 7, "UAEX", "ext_authz_denied");
            case RBAC_DENIED -> of(protocol, 403, 7, NO_FLAGS, RBAC_DETAILS + "[" + policy.rbacRule() + "]");
            default -> throw new IllegalArgumentException("fate: " + fate + " (expected: one that is denied)");
        };
    }

    /** What the callee sees of a caller that gave up. */
    public static ReplyStatus hungUp() {
        return new ReplyStatus(0, NO_GRPC, "DC", "downstream_remote_disconnect", Result.FAILED);
    }

    // gRPC carries its status in trailers, behind HTTP's 200, also where Envoy answers in the callee's place
    private static ReplyStatus of(Protocol protocol, int http, int grpc, String flags, String details) {
        return switch (protocol) {
            case GRPC -> {
                Result result =
                        grpc == 0 ? Result.OK : GRPC_SERVER_FAILURES.contains(grpc) ? Result.FAILED : Result.REJECTED;
                yield new ReplyStatus(200, grpc, flags, details, result);
            }
            case HTTP, TCP -> {
                Result result = http >= 500 ? Result.FAILED : http >= 400 ? Result.REJECTED : Result.OK;
                yield new ReplyStatus(http, NO_GRPC, flags, details, result);
            }
        };
    }

    public ReplyStatus withRetriesExhausted() {
        return withFlag(RETRIES_EXHAUSTED);
    }

    public ReplyStatus withFlag(String flag) {
        String all = flags.equals(NO_FLAGS) ? flag : flags + "," + flag;
        return new ReplyStatus(httpStatus, grpcStatus, all, details, result);
    }

    /** The status without the flags, as it travels on to who asked. */
    public ReplyStatus seenFromBehind() {
        return new ReplyStatus(httpStatus, grpcStatus, NO_FLAGS, VIA_UPSTREAM, result);
    }

    public boolean failed() {
        return result == Result.FAILED || result == Result.INJECTED;
    }

    /** Whether the caller does not get what it asked for. */
    public boolean isRefused() {
        return result != Result.OK;
    }

    public boolean isGrpc() {
        return grpcStatus != NO_GRPC;
    }

    /** Whether an authorization policy refused it, as gRPC's message tells. */
    public boolean isRbacOverGrpc() {
        return isGrpc() && details.startsWith(RBAC_DETAILS);
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

    /** Who refused it by which rule, in the words of the service graph; empty where nobody did. */
    public String denial() {
        if (details.startsWith(RBAC_DETAILS)) {
            return "rbac " + details.substring(RBAC_DETAILS.length() + 1, details.length() - 1);
        }
        if (details.startsWith("jwt_authn")) {
            return "jwt";
        }
        if (details.startsWith("ext_authz")) {
            return "ext_authz";
        }
        return details.equals("local_rate_limited") ? "rate_limit" : "";
    }

    /** The class of the outcome, in the words of the service graph. */
    public String outcome() {
        return switch (result) {
            case OK -> "ok";
            case INJECTED -> "fault_injected";
            case REJECTED -> isGrpc() ? "rejected_grpc" : "rejected_http_4xx";
            case FAILED -> isGrpc() ? "failed_grpc" : httpStatus == 0 ? "failed_no_response" : "failed_http_5xx";
        };
    }

    /** Whether a gRPC status is the callee's failure. */
    static boolean isGrpcFailure(int status) {
        return GRPC_SERVER_FAILURES.contains(status);
    }

    /** The gRPC status by name. */
    String grpcName() {
        return switch (grpcStatus) {
            case 0 -> "OK";
            case 4 -> "DEADLINE_EXCEEDED";
            case 5 -> "NOT_FOUND";
            case 7 -> "PERMISSION_DENIED";
            case 13 -> "INTERNAL";
            case 14 -> "UNAVAILABLE";
            case 16 -> "UNAUTHENTICATED";
            default ->
                throw new IllegalStateException("gRPC status " + grpcStatus + " (expected: 0, 4, 5, 7, 13, 14 or 16)");
        };
    }
}
