/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.grpc;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.meshobservatory.bridge.BridgeConfig;
import io.meshobservatory.bridge.export.ExportAnswer;
import io.meshobservatory.bridge.export.ExportCall;
import io.meshobservatory.bridge.export.ExportPipeline;
import io.meshobservatory.bridge.metrics.BridgeMetrics;
import io.meshobservatory.bridge.result.BridgeResult;
import io.meshobservatory.bridge.result.Transport;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.util.Locale;

/**
 * OTLP/gRPC for one signal. A unary call is one framed message in, one out, so it is served here from the HTTP/2 stream
 * directly: the message stays as the bytes that arrived, and memory is counted before it is taken, neither of which a
 * generated service permits. Thread-safe.
 */
public final class OtlpGrpcService implements HttpService {
    private static final String GZIP = "gzip";
    private static final String IDENTITY = "identity";

    private final OtlpSignal signal;
    private final ExportPipeline pipeline;
    private final BridgeMetrics metrics;
    private final GrpcAnswers answers;
    private final int maxBytes;

    public OtlpGrpcService(OtlpSignal signal, BridgeConfig config, ExportPipeline pipeline, BridgeMetrics metrics) {
        this.signal = signal;
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.answers = new GrpcAnswers(config.timeouts().retryAfter());
        this.maxBytes = config.limits().maxGrpcBytes();
    }

    /** The path of the method {@code Export} of this signal's service. */
    public static String path(OtlpSignal signal) {
        String service = switch (signal) {
            case SPANS -> "trace.v1.TraceService";
            case METRICS -> "metrics.v1.MetricsService";
            case LOGS -> "logs.v1.LogsService";
        };
        return "/opentelemetry.proto.collector." + service + "/Export";
    }

    /** Answers calls to methods that do not exist, and everything that is no gRPC. */
    public static HttpService unknownMethod(BridgeConfig config, BridgeMetrics metrics) {
        GrpcAnswers answers = new GrpcAnswers(config.timeouts().retryAfter());
        return (context, request) -> {
            metrics.request(null, Transport.GRPC, BridgeResult.UNKNOWN_PATH);
            if (!isGrpc(request)) {
                return HttpResponse.of(
                        HttpStatus.NOT_FOUND,
                        MediaType.PLAIN_TEXT_UTF_8,
                        "this port speaks OTLP over gRPC; OTLP over HTTP has a port of its own\n");
            }
            return answers.failure(ExportAnswer.failure(
                    BridgeResult.UNKNOWN_PATH,
                    "method " + request.path()
                            + " (expected: Export of OTLP's TraceService, MetricsService or LogsService)"));
        };
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        if (request.method() != HttpMethod.POST) {
            metrics.request(signal, Transport.GRPC, BridgeResult.WRONG_METHOD);
            return HttpResponse.of(ResponseHeaders.of(HttpStatus.METHOD_NOT_ALLOWED, HttpHeaderNames.ALLOW, "POST"));
        }
        if (!isGrpc(request)) {
            metrics.request(signal, Transport.GRPC, BridgeResult.UNSUPPORTED_TYPE);
            return HttpResponse.of(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    MediaType.PLAIN_TEXT_UTF_8,
                    "content type " + request.headers().get(HttpHeaderNames.CONTENT_TYPE)
                            + " (expected: application/grpc or application/grpc+proto)\n");
        }
        String encoding = request.headers()
                .get(GrpcHeaderNames.GRPC_ENCODING, IDENTITY)
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!encoding.equals(GZIP) && !encoding.equals(IDENTITY)) {
            metrics.request(signal, Transport.GRPC, BridgeResult.UNSUPPORTED_TYPE);
            return answers.failure(ExportAnswer.failure(
                    BridgeResult.UNSUPPORTED_TYPE, "grpc-encoding " + encoding + " (expected: gzip or identity)"));
        }
        ExportCall call = new ExportCall(
                signal,
                Transport.GRPC,
                maxBytes,
                GrpcFrame.HEAD,
                (body, memory) -> GrpcFrame.unwrap(body, encoding.equals(GZIP), maxBytes, memory));
        return HttpResponse.of(pipeline.export(call, context, request)
                .thenApply(answer ->
                        answer.result().isSuccess() ? answers.success(signal, answer) : answers.failure(answer)));
    }

    private static boolean isGrpc(HttpRequest request) {
        MediaType type = request.contentType();
        return type != null
                && type.type().equals("application")
                && (type.subtype().equals("grpc") || type.subtype().equals("grpc+proto"));
    }
}
