/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.result;

import com.google.rpc.Code;
import java.util.Locale;

/**
 * How a request ended, and what the sender is told in each transport. This is the whole contract of answers; the name in
 * lower case is the label {@code result} in the metrics.
 */
public enum BridgeResult {
    /** Kafka acknowledged all of it. */
    ACCEPTED(200, Code.OK, false),
    /** Kafka acknowledged what was forwarded, but some spans (or all) cannot be used. */
    PARTIAL(200, Code.OK, false),
    /** There was nothing in it, so nothing was written. */
    EMPTY(200, Code.OK, false),
    /** The body is not what it says it is: gzip, frame, JSON or protobuf. */
    MALFORMED(400, Code.INVALID_ARGUMENT, false),
    /** There is nothing at this path. */
    UNKNOWN_PATH(404, Code.UNIMPLEMENTED, false),
    /** The method is not POST. */
    WRONG_METHOD(405, Code.UNIMPLEMENTED, false),
    /** The body did not arrive in time. */
    SLOW_SENDER(408, Code.DEADLINE_EXCEEDED, false),
    /** The body, or what it decompresses to, is larger than the limit. */
    TOO_LARGE(413, Code.RESOURCE_EXHAUSTED, false),
    /** One resource of it is larger than a record of the topic may be. */
    RECORD_TOO_LARGE(413, Code.RESOURCE_EXHAUSTED, false),
    /** It has so many resources that it would become too many records. */
    TOO_MANY_RECORDS(413, Code.RESOURCE_EXHAUSTED, false),
    /** The content type or the compression is none that OTLP has. */
    UNSUPPORTED_TYPE(415, Code.UNIMPLEMENTED, false),
    /** As many requests as are permitted at one time are under way. */
    TOO_MANY_REQUESTS(429, Code.RESOURCE_EXHAUSTED, true),
    /** The bodies under way fill the memory that they may use. */
    OUT_OF_MEMORY_BUDGET(503, Code.UNAVAILABLE, true),
    /** Kafka is away, slow, or refused the records. */
    KAFKA_UNAVAILABLE(503, Code.UNAVAILABLE, true),
    /** The bridge is being shut down. */
    DRAINING(503, Code.UNAVAILABLE, true),
    /** The sender went away before its body was complete; nobody reads the answer. */
    CANCELLED(400, Code.CANCELLED, false),
    /** A fault of the bridge itself; its log has the stack. */
    INTERNAL_ERROR(500, Code.INTERNAL, false);

    private final int httpStatus;
    private final Code grpcCode;
    private final boolean retryable;

    BridgeResult(int httpStatus, Code grpcCode, boolean retryable) {
        this.httpStatus = httpStatus;
        this.grpcCode = grpcCode;
        this.retryable = retryable;
    }

    /** The status of the answer over HTTP. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The status of the answer over gRPC, and the code in the {@code google.rpc.Status} of the HTTP body. */
    public Code grpcCode() {
        return grpcCode;
    }

    /** Whether the answer asks to try again: {@code Retry-After} over HTTP, {@code RetryInfo} in both. */
    public boolean isRetryable() {
        return retryable;
    }

    /** Whether the answer is an {@code Export*ServiceResponse}. */
    public boolean isSuccess() {
        return grpcCode == Code.OK;
    }

    /** The value of the label {@code result}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
