/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.Denial;
import io.meshobservatory.core.telemetry.Outcome;
import org.jspecify.annotations.Nullable;

/** How a call ended, from the attributes and the status of one span. */
final class Outcomes {
    private static final int STATUS_CODE_ERROR = 2;

    private Outcomes() {}

    static Outcome of(Attributes span, int statusCode) {
        String flags = span.string(AttributeKey.RESPONSE_FLAGS);
        if (flags != null && Outcome.hasFlag(flags, "FI")) {
            return Outcome.FAULT_INJECTED;
        }
        String grpc = grpcStatus(span);
        if (grpc != null) {
            return Outcome.ofGrpcStatus(grpc);
        }
        long http = span.number(AttributeKey.HTTP_RESPONSE_STATUS_CODE, AttributeKey.HTTP_STATUS_CODE);
        if (http != Attributes.ABSENT) {
            return Outcome.ofHttpStatus(http);
        }
        boolean error = statusCode == STATUS_CODE_ERROR || span.isTrue(AttributeKey.ERROR);
        return error ? Outcome.FAILED_STATUS : Outcome.UNSET;
    }

    /** What the status tells of a refusal, where no policy does; see {@link Denial}. */
    static String denial(Attributes span) {
        String grpc = grpcStatus(span);
        return grpc != null
                ? Denial.ofGrpcStatus(grpc)
                : Denial.ofHttpStatus(
                        span.number(AttributeKey.HTTP_RESPONSE_STATUS_CODE, AttributeKey.HTTP_STATUS_CODE));
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
}
