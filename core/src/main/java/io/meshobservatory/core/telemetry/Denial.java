/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import java.util.Locale;

/**
 * Who refused a call. Where a policy is told it has a name of its own ({@code rbac ns[shop]-policy[cart]-rule[0]},
 * {@code jwt}, {@code ext_authz}, {@code rate_limit}); where only a status tells that credentials were missing or did not
 * suffice, it is the status: {@code http_401}, {@code http_403}, {@code grpc_unauthenticated} or
 * {@code grpc_permission_denied}, and the service itself may have refused. The names are part of the public contract.
 * Stateless.
 */
public final class Denial {
    /** Nobody refused, as far as is known. */
    public static final String NONE = "";

    /** HTTP status 401: no credentials, or wrong ones. */
    public static final String HTTP_401 = "http_401";

    /** HTTP status 403: the credentials do not suffice. */
    public static final String HTTP_403 = "http_403";

    /** gRPC status 16: no credentials, or wrong ones. */
    public static final String GRPC_UNAUTHENTICATED = "grpc_unauthenticated";

    /** gRPC status 7: the credentials do not suffice. */
    public static final String GRPC_PERMISSION_DENIED = "grpc_permission_denied";

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private Denial() {}

    /** What an HTTP status tells, else {@link #NONE}. */
    public static String ofHttpStatus(long status) {
        if (status == UNAUTHORIZED) {
            return HTTP_401;
        }
        return status == FORBIDDEN ? HTTP_403 : NONE;
    }

    /** What a gRPC status tells, by number or by name in any case, with or without underscores; else {@link #NONE}. */
    public static String ofGrpcStatus(String status) {
        return switch (status.toUpperCase(Locale.ROOT).replace("_", "")) {
            case "16", "UNAUTHENTICATED" -> GRPC_UNAUTHENTICATED;
            case "7", "PERMISSIONDENIED" -> GRPC_PERMISSION_DENIED;
            default -> NONE;
        };
    }

    /** Whether only a status told it. */
    public static boolean isByStatus(String denial) {
        return switch (denial) {
            case HTTP_401, HTTP_403, GRPC_UNAUTHENTICATED, GRPC_PERMISSION_DENIED -> true;
            default -> false;
        };
    }

    /**
     * What two observers of one call tell: a policy rather than a status, gRPC's status rather than that of the HTTP which
     * carries it, and otherwise the first one's word.
     */
    static String unite(String one, String other) {
        return tells(other) > tells(one) ? other : one;
    }

    private static int tells(String denial) {
        return switch (denial) {
            case NONE -> 0;
            case HTTP_401, HTTP_403 -> 1;
            case GRPC_UNAUTHENTICATED, GRPC_PERMISSION_DENIED -> 2;
            default -> 3;
        };
    }
}
