/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.meshobservatory.bridge.export.ExportAnswer;
import io.meshobservatory.bridge.export.ExportResponses;
import io.meshobservatory.bridge.export.RpcStatus;
import io.meshobservatory.bridge.result.BridgeResult;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Answers in the form that OTLP/HTTP asks for. Immutable and thread-safe. */
final class HttpAnswers {
    private static final String EXPECTED_TYPES = "application/x-protobuf or application/json";

    private final Duration retryAfter;

    HttpAnswers(Duration retryAfter) {
        this.retryAfter = retryAfter;
    }

    HttpResponse success(OtlpSignal signal, BodyFormat format, ExportAnswer answer) {
        byte[] body = switch (format) {
            case PROTOBUF -> ExportResponses.protobuf(signal, answer);
            case JSON -> ExportResponses.json(signal, answer);
        };
        return HttpResponse.of(HttpStatus.OK, format.mediaType(), body);
    }

    HttpResponse failure(BodyFormat format, ExportAnswer answer) {
        return failure(format, answer, ResponseHeaders.builder(answer.result().httpStatus()));
    }

    HttpResponse wrongMethod(HttpMethod method) {
        return plain(
                ResponseHeaders.builder(BridgeResult.WRONG_METHOD.httpStatus()).add(HttpHeaderNames.ALLOW, "POST"),
                "method " + method + " (expected: POST)");
    }

    HttpResponse unsupportedType(@Nullable String contentType) {
        return plain(
                ResponseHeaders.builder(BridgeResult.UNSUPPORTED_TYPE.httpStatus())
                        .add(HttpHeaderNames.ACCEPT, "application/x-protobuf, application/json"),
                "content type " + contentType + " (expected: " + EXPECTED_TYPES + ")");
    }

    HttpResponse unsupportedEncoding(BodyFormat format, String encoding) {
        return failure(
                format,
                ExportAnswer.failure(
                        BridgeResult.UNSUPPORTED_TYPE,
                        "content encoding " + encoding + " (expected: gzip, identity or none)"),
                ResponseHeaders.builder(BridgeResult.UNSUPPORTED_TYPE.httpStatus())
                        .add(HttpHeaderNames.ACCEPT_ENCODING, "gzip"));
    }

    private HttpResponse failure(BodyFormat format, ExportAnswer answer, ResponseHeadersBuilder headers) {
        if (answer.result().isRetryable()) {
            // whole seconds; a fraction is rounded up, so that nobody comes early
            headers.add(
                    HttpHeaderNames.RETRY_AFTER,
                    Long.toString(retryAfter.plusNanos(999_999_999).getSeconds()));
        }
        byte[] body = switch (format) {
            case PROTOBUF -> RpcStatus.of(answer, retryAfter).toByteArray();
            case JSON -> RpcStatus.json(answer, retryAfter);
        };
        return HttpResponse.of(headers.contentType(format.mediaType()).build(), HttpData.wrap(body));
    }

    /** Before the form of the request is known, the answer is text. */
    private static HttpResponse plain(ResponseHeadersBuilder headers, String message) {
        return HttpResponse.of(
                headers.contentType(MediaType.PLAIN_TEXT_UTF_8).build(), HttpData.ofUtf8(message + "\n"));
    }
}
