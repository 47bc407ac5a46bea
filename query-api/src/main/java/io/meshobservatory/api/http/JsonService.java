/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.http;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;

/** Serves an {@link Endpoint} on the threads for blocking work. */
public final class JsonService implements HttpService {
    private static final ResponseHeaders OK = ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.JSON)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build();

    private final Endpoint endpoint;

    public JsonService(Endpoint endpoint) {
        this.endpoint = requireNonNull(endpoint, "endpoint");
    }

    @Override
    public HttpResponse serve(ServiceRequestContext request, HttpRequest ignored) {
        Parameters parameters = Parameters.forRequest(request, endpoint.parameters());
        return HttpResponse.of(CompletableFuture.supplyAsync(
                () -> HttpResponse.of(OK, HttpData.wrap(Json.bytes(endpoint.answer(parameters)))),
                request.blockingTaskExecutor()));
    }
}
