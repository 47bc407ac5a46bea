/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.meshobservatory.bridge.BridgeConfig;
import io.meshobservatory.bridge.export.BodyHead;
import io.meshobservatory.bridge.export.ExportAnswer;
import io.meshobservatory.bridge.export.ExportCall;
import io.meshobservatory.bridge.export.ExportCall.BodyDecoder;
import io.meshobservatory.bridge.export.ExportException;
import io.meshobservatory.bridge.export.ExportPipeline;
import io.meshobservatory.bridge.export.GrowingBuffer;
import io.meshobservatory.bridge.export.Gzip;
import io.meshobservatory.bridge.export.MemoryBudget;
import io.meshobservatory.bridge.metrics.BridgeMetrics;
import io.meshobservatory.bridge.result.BridgeResult;
import io.meshobservatory.bridge.result.Transport;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** OTLP/HTTP for one signal: {@code POST}, protobuf or JSON, plain or gzip. Thread-safe. */
public final class OtlpHttpService implements HttpService {
    private static final String GZIP = "gzip";
    private static final String IDENTITY = "identity";

    private final OtlpSignal signal;
    private final ExportPipeline pipeline;
    private final BridgeMetrics metrics;
    private final HttpAnswers answers;
    private final int maxBytes;
    private final JsonConversion json;

    private OtlpHttpService(
            OtlpSignal signal,
            BridgeConfig config,
            ExportPipeline pipeline,
            BridgeMetrics metrics,
            JsonConversion json) {
        this.signal = signal;
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.answers = new HttpAnswers(config.timeouts().retryAfter());
        this.maxBytes = config.limits().maxHttpBytes();
        this.json = json;
    }

    /** The services of all signals; they share the one turn for large JSON bodies. */
    public static Map<OtlpSignal, OtlpHttpService> forAllSignals(
            BridgeConfig config, ExportPipeline pipeline, BridgeMetrics metrics) {
        JsonConversion json = new JsonConversion(config.timeouts().kafkaBlock());
        Map<OtlpSignal, OtlpHttpService> services = new EnumMap<>(OtlpSignal.class);
        for (OtlpSignal signal : OtlpSignal.values()) {
            services.put(signal, new OtlpHttpService(signal, config, pipeline, metrics, json));
        }
        return services;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        if (request.method() != HttpMethod.POST) {
            metrics.request(signal, Transport.HTTP, BridgeResult.WRONG_METHOD);
            return answers.wrongMethod(request.method());
        }
        BodyFormat format = BodyFormat.of(request.contentType());
        if (format == null) {
            metrics.request(signal, Transport.HTTP, BridgeResult.UNSUPPORTED_TYPE);
            return answers.unsupportedType(request.headers().get(HttpHeaderNames.CONTENT_TYPE));
        }
        String encoding = request.headers()
                .get(HttpHeaderNames.CONTENT_ENCODING, IDENTITY)
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!encoding.equals(GZIP) && !encoding.equals(IDENTITY)) {
            metrics.request(signal, Transport.HTTP, BridgeResult.UNSUPPORTED_TYPE);
            return answers.unsupportedEncoding(format, encoding);
        }
        BodyDecoder decoder = (body, memory) -> decode(format, encoding.equals(GZIP), body.content(), memory);
        ExportCall call = new ExportCall(signal, Transport.HTTP, maxBytes, BodyHead.NONE, decoder);
        return HttpResponse.of(pipeline.export(call, context, request).thenApply(answer -> render(format, answer)));
    }

    private HttpResponse render(BodyFormat format, ExportAnswer answer) {
        return answer.result().isSuccess() ? answers.success(signal, format, answer) : answers.failure(format, answer);
    }

    private byte[] decode(BodyFormat format, boolean compressed, GrowingBuffer body, MemoryBudget.Reservation memory)
            throws ExportException {
        byte[] content;
        if (compressed) {
            GrowingBuffer inflated = new GrowingBuffer(memory, maxBytes, 0);
            Gzip.decompress(body.array(), 0, body.length(), inflated);
            body.clear();
            content = inflated.detach();
        } else {
            content = body.detach();
        }
        return switch (format) {
            case PROTOBUF -> content;
            case JSON -> json.toProtobuf(signal, content, memory);
        };
    }
}
