/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.http;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts and times requests by route and status. Labels are routes, never paths, so their number is bounded. */
public final class RequestMetrics implements DecoratingHttpServiceFunction {
    private final MeterRegistry metrics;

    public RequestMetrics(MeterRegistry metrics) {
        this.metrics = requireNonNull(metrics, "metrics");
    }

    @Override
    public HttpResponse serve(HttpService delegate, ServiceRequestContext request, HttpRequest http) throws Exception {
        String route = request.config().route().isFallback()
                ? "unmatched"
                : request.config().route().patternString();
        request.log().whenComplete().thenAccept(log -> record(route, log));
        return delegate.serve(request, http);
    }

    private void record(String route, RequestLog log) {
        Timer.builder("observatory.api.requests")
                .description("Requests, from the first byte in to the last byte out")
                .tag("route", route)
                .tag("status", log.responseStatus().codeAsText())
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(metrics)
                .record(Duration.ofNanos(log.totalDurationNanos()));
    }
}
