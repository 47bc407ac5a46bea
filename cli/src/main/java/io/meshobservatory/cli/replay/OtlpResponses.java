/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads what OTLP/HTTP servers answer. Stateless. */
final class OtlpResponses {
    private static final int MAX_SHOWN_CHARS = 300;
    private static final int STATUS_MESSAGE_FIELD = 2;

    private OtlpResponses() {}

    /**
     * What was accepted. The responses of all signals look alike on the wire.
     *
     * @throws OtlpSendException if it is no such response, as from a server that does not speak OTLP
     */
    static ExportTracePartialSuccess partialSuccess(HttpResponse<byte[]> response) throws OtlpSendException {
        // OTLP asks servers to answer in the encoding of the request; some answer in JSON, or with nothing at all
        boolean protobuf = contentType(response).startsWith("application/x-protobuf");
        if (!protobuf) {
            return ExportTracePartialSuccess.getDefaultInstance();
        }
        try {
            return ExportTraceServiceResponse.parseFrom(response.body()).getPartialSuccess();
        } catch (InvalidProtocolBufferException notOtlp) {
            throw new OtlpSendException(
                    "HTTP " + response.statusCode() + " with a body that is no OTLP response: " + notOtlp.getMessage(),
                    notOtlp);
        }
    }

    /** Status code and message of an error: that of google.rpc.Status, or the beginning of the text. */
    static String describe(HttpResponse<byte[]> response) {
        String message = contentType(response).startsWith("application/x-protobuf")
                ? statusMessage(response.body())
                : new String(response.body(), StandardCharsets.UTF_8).strip();
        String shown = message.length() > MAX_SHOWN_CHARS ? message.substring(0, MAX_SHOWN_CHARS) + "..." : message;
        return "HTTP " + response.statusCode() + (shown.isEmpty() ? "" : ": " + shown);
    }

    /** What Retry-After asks for, as seconds or as a date; empty where it is missing or neither. */
    static Optional<Duration> retryAfter(HttpResponse<byte[]> response, Instant now) {
        return response.headers().firstValue("Retry-After").flatMap(value -> parseRetryAfter(value.strip(), now));
    }

    private static Optional<Duration> parseRetryAfter(String value, Instant now) {
        try {
            Duration wait = value.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException | NumberFormatException | ArithmeticException unreadable) {
            return Optional.empty();
        }
    }

    private static String contentType(HttpResponse<byte[]> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    private static String statusMessage(byte[] body) {
        String message = "";
        try {
            CodedInputStream in = CodedInputStream.newInstance(body);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == (STATUS_MESSAGE_FIELD << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                    message = in.readString();
                } else if (!in.skipField(tag)) {
                    return message;
                }
            }
        } catch (IOException notAStatus) {
            return message.isEmpty() ? "a body that is no google.rpc.Status" : message;
        }
        return message;
    }
}
