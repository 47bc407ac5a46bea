/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.streaming.ServerSentEvents;
import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.live.LiveHub;
import io.meshobservatory.api.live.StreamFilter;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** `/api/v1/stream`: the live edges as server-sent events. */
public final class StreamService implements HttpService {
    public static final String PATH = "/api/v1/stream";
    public static final Set<String> PARAMETERS = Set.of("cluster", "namespace");

    private static final ResponseHeaders OK = ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.EVENT_STREAM)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build();

    private final LiveHub hub;

    public StreamService(LiveHub hub) {
        this.hub = requireNonNull(hub, "hub");
    }

    @Override
    public HttpResponse serve(ServiceRequestContext request, HttpRequest http) {
        StreamFilter filter = filter(request);
        if (request.method() == HttpMethod.HEAD) {
            return HttpResponse.of(OK);
        }
        request.clearRequestTimeout();
        return HttpResponse.of(CompletableFuture.supplyAsync(
                () -> ServerSentEvents.fromPublisher(OK, hub.open(filter, request.eventLoop())),
                request.blockingTaskExecutor()));
    }

    private static StreamFilter filter(ServiceRequestContext request) {
        Parameters parameters = Parameters.forRequest(request, PARAMETERS);
        return new StreamFilter(
                parameters.text("cluster").orElse(null),
                parameters.text("namespace").orElse(null));
    }
}
