/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.meshobservatory.bridge.result.BridgeResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Failures as {@code google.rpc.Status}, in protobuf and in its JSON form. Stateless and thread-safe. */
public final class RpcStatus {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TYPES = "type.googleapis.com/";

    private RpcStatus() {}

    /** With {@code RetryInfo} if the sender is to try again, with {@code BadRequest} if it sent bad data. */
    public static Status of(ExportAnswer answer, Duration retryAfter) {
        Status.Builder status = Status.newBuilder()
                .setCode(answer.result().grpcCode().getNumber())
                .setMessage(answer.message());
        if (answer.result().isRetryable()) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                            .setSeconds(retryAfter.getSeconds())
                            .setNanos(retryAfter.getNano()))
                    .build()));
        }
        if (answer.result() == BridgeResult.MALFORMED) {
            status.addDetails(Any.pack(BadRequest.newBuilder()
                    .addFieldViolations(BadRequest.FieldViolation.newBuilder().setDescription(answer.message()))
                    .build()));
        }
        return status.build();
    }

    /** The same as {@link #of}, as protobuf JSON in UTF-8. */
    public static byte[] json(ExportAnswer answer, Duration retryAfter) {
        ObjectNode status = MAPPER.createObjectNode();
        status.put("code", answer.result().grpcCode().getNumber());
        status.put("message", answer.message());
        if (answer.result().isRetryable()) {
            ObjectNode retry = status.withArray("details").addObject();
            retry.put("@type", TYPES + RetryInfo.getDescriptor().getFullName());
            retry.put("retryDelay", retryAfter.toMillis() / 1_000.0 + "s");
        }
        if (answer.result() == BridgeResult.MALFORMED) {
            ObjectNode bad = status.withArray("details").addObject();
            bad.put("@type", TYPES + BadRequest.getDescriptor().getFullName());
            bad.withArray("fieldViolations").addObject().put("description", answer.message());
        }
        return status.toString().getBytes(StandardCharsets.UTF_8);
    }
}
