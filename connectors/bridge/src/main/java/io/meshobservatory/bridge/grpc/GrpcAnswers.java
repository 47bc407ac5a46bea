/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.grpc;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.common.grpc.protocol.StatusMessageEscaper;
import io.meshobservatory.bridge.export.ExportAnswer;
import io.meshobservatory.bridge.export.ExportResponses;
import io.meshobservatory.bridge.export.RpcStatus;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.time.Duration;
import java.util.Base64;

/** Answers of unary gRPC calls. Immutable and thread-safe. */
final class GrpcAnswers {
    private static final MediaType GRPC = MediaType.create("application", "grpc+proto");
    private static final String ENCODINGS = "identity,gzip";
    private static final HttpHeaders OK_TRAILERS = HttpHeaders.builder()
            .endOfStream(true)
            .add(GrpcHeaderNames.GRPC_STATUS, "0")
            .build();

    private final Duration retryAfter;

    GrpcAnswers(Duration retryAfter) {
        this.retryAfter = retryAfter;
    }

    HttpResponse success(OtlpSignal signal, ExportAnswer answer) {
        byte[] frame = GrpcFrame.wrap(ExportResponses.protobuf(signal, answer));
        return HttpResponse.of(headers().build(), HttpData.wrap(frame), OK_TRAILERS);
    }

    /** A response of headers only, as gRPC has it for calls that fail before any message. */
    HttpResponse failure(ExportAnswer answer) {
        // gRPC writes binary metadata in base64 without padding
        String details = Base64.getEncoder()
                .withoutPadding()
                .encodeToString(RpcStatus.of(answer, retryAfter).toByteArray());
        return HttpResponse.of(headers()
                .endOfStream(true)
                .add(
                        GrpcHeaderNames.GRPC_STATUS,
                        Integer.toString(answer.result().grpcCode().getNumber()))
                .add(GrpcHeaderNames.GRPC_MESSAGE, StatusMessageEscaper.escape(answer.message()))
                .add(GrpcHeaderNames.GRPC_STATUS_DETAILS_BIN, details)
                .build());
    }

    private static ResponseHeadersBuilder headers() {
        return ResponseHeaders.builder(HttpStatus.OK)
                .contentType(GRPC)
                .add(GrpcHeaderNames.GRPC_ACCEPT_ENCODING, ENCODINGS);
    }
}
