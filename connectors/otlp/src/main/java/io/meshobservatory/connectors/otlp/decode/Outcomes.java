/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.Outcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a call ended, from the attributes and the status of one span. */
final class Outcomes {
    private static final int STATUS_CODE_ERROR = 2;

    private Outcomes() {}

    static Outcome of(Attributes span, int statusCode) {
        String flags = span.string(AttributeKey.RESPONSE_FLAGS);
        if (flags != null && hasFlag(flags, "FI")) {
            return Outcome.FAULT_INJECTED;
        }
        String grpc = grpcStatus(span);
        if (grpc != null) {
            return grpcOutcome(grpc);
        }
        long http = span.number(AttributeKey.HTTP_RESPONSE_STATUS_CODE, AttributeKey.HTTP_STATUS_CODE);
        if (http != Attributes.ABSENT) {
            return httpOutcome(http);
        }
        boolean error = statusCode == STATUS_CODE_ERROR || span.isTrue(AttributeKey.ERROR);
        return error ? Outcome.FAILED_STATUS : Outcome.UNSET;
    }

    private static @Nullable String grpcStatus(Attributes span) {
        String status = span.string(AttributeKey.GRPC_STATUS_CODE, AttributeKey.RPC_GRPC_STATUS_CODE);
        if (status != null) {
            return status;
        }
        String system = span.string(AttributeKey.RPC_SYSTEM_NAME, AttributeKey.RPC_SYSTEM);
        boolean grpc = system != null && system.equals("grpc");
        return grpc ? span.string(AttributeKey.RPC_STATUS_CODE, AttributeKey.RPC_RESPONSE_STATUS_CODE) : null;
    }

    private static Outcome httpOutcome(long status) {
        if (status == 0) {
            return Outcome.FAILED_NO_RESPONSE;
        }
        if (status >= 500) {
            return Outcome.FAILED_HTTP_5XX;
        }
        return status >= 400 ? Outcome.REJECTED_HTTP_4XX : Outcome.OK;
    }

    private static Outcome grpcOutcome(String status) {
        return switch (status.toUpperCase(Locale.ROOT)) {
            case "0", "OK" -> Outcome.OK;
            case "2",
                    "UNKNOWN",
                    "4",
                    "DEADLINE_EXCEEDED",
                    "8",
                    "RESOURCE_EXHAUSTED",
                    "12",
                    "UNIMPLEMENTED",
                    "13",
                    "INTERNAL",
                    "14",
                    "UNAVAILABLE",
                    "15",
                    "DATA_LOSS" -> Outcome.FAILED_GRPC;
            default -> Outcome.REJECTED_GRPC;
        };
    }

    private static boolean hasFlag(String flags, String flag) {
        for (String one : flags.split(",", -1)) {
            if (one.equals(flag)) {
                return true;
            }
        }
        return false;
    }
}
