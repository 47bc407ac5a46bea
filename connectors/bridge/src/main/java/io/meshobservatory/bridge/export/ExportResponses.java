/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshobservatory.bridge.result.BridgeResult;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;

/**
 * Successes as {@code Export*ServiceResponse}. Only spans can be rejected one by one, and the response to a full success
 * is the empty message in all three signals. Stateless and thread-safe.
 */
public final class ExportResponses {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] EMPTY_JSON = "{}".getBytes(StandardCharsets.UTF_8);

    private ExportResponses() {}

    /** The response in protobuf. */
    public static byte[] protobuf(OtlpSignal signal, ExportAnswer answer) {
        if (answer.result() != BridgeResult.PARTIAL) {
            return new byte[0];
        }
        requireSpans(signal);
        return ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(answer.rejectedItems())
                        .setErrorMessage(answer.message()))
                .build()
                .toByteArray();
    }

    /** The response in JSON, in UTF-8. */
    public static byte[] json(OtlpSignal signal, ExportAnswer answer) {
        if (answer.result() != BridgeResult.PARTIAL) {
            return EMPTY_JSON.clone();
        }
        requireSpans(signal);
        ObjectNode response = MAPPER.createObjectNode();
        ObjectNode partial = response.putObject("partialSuccess");
        partial.put("rejectedSpans", Long.toString(answer.rejectedItems()));
        partial.put("errorMessage", answer.message());
        return response.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void requireSpans(OtlpSignal signal) {
        if (signal != OtlpSignal.SPANS) {
            throw new IllegalStateException("partial success of " + signal + " (expected: of SPANS only)");
        }
    }
}
