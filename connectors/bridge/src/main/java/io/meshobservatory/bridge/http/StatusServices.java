/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import io.meshobservatory.bridge.export.Admission;
import io.meshobservatory.bridge.kafka.RecordSink;
import io.meshobservatory.bridge.metrics.BridgeMetrics;
import io.meshobservatory.bridge.result.BridgeResult;
import io.meshobservatory.bridge.result.Transport;
import java.util.concurrent.Executor;

/** What operators ask: is it alive, is it ready, what does it count. */
public final class StatusServices {
    private static final MediaType PROMETHEUS = MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

    private StatusServices() {}

    /** Alive: 200 for as long as the process serves and is not being shut down, else 503. */
    public static HttpService alive(Admission admission) {
        return (context, request) -> admission.isDraining()
                ? status(HttpStatus.SERVICE_UNAVAILABLE, "draining")
                : status(HttpStatus.OK, "ok");
    }

    /** Ready: 200 if Kafka answers and the bridge is not being shut down, else 503 with the reason. */
    public static HttpService ready(Admission admission, RecordSink sink) {
        return (context, request) -> {
            if (admission.isDraining()) {
                return status(HttpStatus.SERVICE_UNAVAILABLE, "draining");
            }
            return HttpResponse.of(sink.reachable()
                    .thenApply(reachable -> reachable
                            ? status(HttpStatus.OK, "ready")
                            : status(HttpStatus.SERVICE_UNAVAILABLE, "Kafka cannot be reached")));
        };
    }

    /** The meters, in the text format of Prometheus; put together on a worker. */
    public static HttpService metrics(BridgeMetrics metrics, Executor workers) {
        return (context, request) ->
                HttpResponse.of(() -> HttpResponse.of(HttpStatus.OK, PROMETHEUS, metrics.scrape()), workers);
    }

    /** Everything else: 404, counted. */
    public static HttpService unknownPath(BridgeMetrics metrics) {
        return (context, request) -> {
            metrics.request(null, Transport.HTTP, BridgeResult.UNKNOWN_PATH);
            return status(HttpStatus.NOT_FOUND, "nothing here (expected: POST to /v1/traces, /v1/metrics or /v1/logs)");
        };
    }

    private static HttpResponse status(HttpStatus status, String text) {
        return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text + "\n");
    }
}
