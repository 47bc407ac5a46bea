/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.meshobservatory.api.http.Json;
import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.live.LiveGraph;
import io.meshobservatory.api.store.Database;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What operators and tools ask: is it alive, is it ready, how does it do, what does it offer. */
public final class OperationsServices {
    private static final MediaType PROMETHEUS = MediaType.parse("text/plain; version=0.0.4; charset=utf-8");
    private static final String OPENAPI = "io/meshobservatory/api/openapi.json";

    private OperationsServices() {}

    /** `/healthz`: the process serves requests. */
    public static HttpService health() {
        return (request, http) -> {
            Parameters.forRequest(request, Set.of());
            return json(HttpStatus.OK, Map.of("status", "ok"));
        };
    }

    /** `/readyz`: the stores answer too, else 503, saying which does not. */
    public static HttpService readiness(Database database, LiveGraph live) {
        requireNonNull(database, "database");
        requireNonNull(live, "live");
        return (request, http) -> blocking(request, () -> {
            Check tables = Check.of(database.unreachableReason());
            Check graph = Check.of(live.isReachable() ? null : "no connection to the live graph");
            boolean ready = tables.reachable() && graph.reachable();
            return json(
                    ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
                    new Readiness(ready ? "ready" : "unavailable", tables, graph));
        });
    }

    /** `/metrics`, in the text format of Prometheus. */
    public static HttpService metrics(PrometheusMeterRegistry registry) {
        requireNonNull(registry, "registry");
        return (request, http) ->
                blocking(request, () -> HttpResponse.of(HttpStatus.OK, PROMETHEUS, registry.scrape()));
    }

    /** `/api/v1/openapi.json`. */
    public static HttpService openApi() {
        byte[] document = resource();
        return (request, http) -> {
            Parameters.forRequest(request, Set.of());
            return HttpResponse.of(HttpStatus.OK, MediaType.JSON, document);
        };
    }

    /** The answer of `/readyz`. */
    record Readiness(String status, Check database, Check redis) {}

    /** Whether one store answers. */
    record Check(boolean reachable, @Nullable String reason) {
        static Check of(@Nullable String reason) {
            return new Check(reason == null, reason);
        }
    }

    private static HttpResponse blocking(ServiceRequestContext request, Supplier<HttpResponse> answer) {
        Parameters.forRequest(request, Set.of());
        return HttpResponse.of(CompletableFuture.supplyAsync(answer, request.blockingTaskExecutor()));
    }

    private static HttpResponse json(HttpStatus status, Object body) {
        return HttpResponse.of(
                ResponseHeaders.of(status, "content-type", MediaType.JSON.toString(), "cache-control", "no-store"),
                HttpData.wrap(Json.bytes(body)));
    }

    private static byte[] resource() {
        try (InputStream in = OperationsServices.class.getClassLoader().getResourceAsStream(OPENAPI)) {
            if (in == null) {
                throw new IllegalStateException("not on the classpath: " + OPENAPI);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
