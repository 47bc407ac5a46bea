/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.meshobservatory.api.endpoints.AlertEndpoint;
import io.meshobservatory.api.endpoints.AlertsEndpoint;
import io.meshobservatory.api.endpoints.ClustersEndpoint;
import io.meshobservatory.api.endpoints.EdgesEndpoint;
import io.meshobservatory.api.endpoints.FactCursor;
import io.meshobservatory.api.endpoints.FactsEndpoint;
import io.meshobservatory.api.endpoints.OperationsServices;
import io.meshobservatory.api.endpoints.SeriesCursor;
import io.meshobservatory.api.endpoints.ServiceEndpoint;
import io.meshobservatory.api.endpoints.ServicesEndpoint;
import io.meshobservatory.api.endpoints.StreamService;
import io.meshobservatory.api.endpoints.TopologyEndpoint;
import io.meshobservatory.api.http.Endpoint;
import io.meshobservatory.api.http.JsonService;
import io.meshobservatory.api.http.LoopbackGuard;
import io.meshobservatory.api.http.ProblemHandler;
import io.meshobservatory.api.http.RequestMetrics;
import io.meshobservatory.api.http.WebPage;
import io.meshobservatory.api.live.LiveGraph;
import io.meshobservatory.api.live.LiveHub;
import io.meshobservatory.api.live.RedisLiveGraph;
import io.meshobservatory.api.store.AlertStore;
import io.meshobservatory.api.store.Database;
import io.meshobservatory.api.store.EdgeStore;
import io.meshobservatory.api.store.FactStore;
import io.meshobservatory.api.store.ServiceStore;
import io.meshobservatory.api.time.RangeParser;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The read API and the page over it, running. It starts without its stores and answers 503 until they come. Thread-safe.
 */
public final class QueryApi implements AutoCloseable {
    private static final int BLOCKING_THREADS = 32;
    private static final long MAX_REQUEST_BYTES = 64 * 1024;
    private static final Duration REQUEST_TIME_BEYOND_STATEMENT = Duration.ofSeconds(5);

    private final Server server;
    private final LiveHub hub;
    private final LiveGraph live;
    private final Database database;

    private QueryApi(Server server, LiveHub hub, LiveGraph live, Database database) {
        this.server = server;
        this.hub = hub;
        this.live = live;
        this.database = database;
    }

    /**
     * Starts the API on the stores that are configured.
     *
     * @throws java.util.concurrent.CompletionException if the port is taken
     */
    public static QueryApi start(ApiConfig config) {
        return start(config, new RedisLiveGraph(config.redisUrl()), Clock.systemUTC());
    }

    /**
     * Starts the API on another live graph, or with another clock.
     *
     * @param live the live graph, closed with the API
     * @param clock tells what `now` is
     */
    public static QueryApi start(ApiConfig config, LiveGraph live, Clock clock) {
        requireNonNull(config, "config");
        ApiLimits limits = config.limits();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Database database =
                Database.open(config.database(), limits.databasePoolSize(), limits.statementTimeout(), metrics);
        LiveHub hub = new LiveHub(live, limits.maxStreamClients(), limits.streamBufferEvents(), clock, metrics);
        ServerBuilder builder = Server.builder()
                .http(new InetSocketAddress(LoopbackGuard.requireLoopback(config.host()), config.port()))
                .requestTimeout(limits.statementTimeout().plus(REQUEST_TIME_BEYOND_STATEMENT))
                .maxRequestLength(MAX_REQUEST_BYTES)
                .blockingTaskExecutor(BLOCKING_THREADS)
                .gracefulShutdownTimeout(Duration.ZERO, Duration.ofSeconds(2))
                .meterRegistry(metrics)
                .disableServerHeader()
                .errorHandler(new ProblemHandler())
                .decorator(new LoopbackGuard())
                .decorator(new RequestMetrics(metrics));
        WebPage.addTo(builder);
        endpoints(database, limits, clock, config.traceUrl())
                .forEach(endpoint -> addRoute(builder, endpoint.path(), new JsonService(endpoint)));
        addRoute(builder, StreamService.PATH, new StreamService(hub));
        addRoute(builder, "/healthz", OperationsServices.health());
        addRoute(builder, "/readyz", OperationsServices.readiness(database, live));
        addRoute(builder, "/metrics", OperationsServices.metrics(metrics));
        addRoute(builder, "/api/v1/openapi.json", OperationsServices.openApi());
        QueryApi api = new QueryApi(builder.build(), hub, live, database);
        try {
            api.server.start().join();
        } catch (RuntimeException notStarted) {
            api.close();
            throw notStarted;
        }
        return api;
    }

    /** The port that it listens on. */
    public int port() {
        return server.activeLocalPort();
    }

    /** Ends all event streams, answers what is under way, and lets go of the stores. */
    @Override
    public void close() {
        hub.close();
        server.stop().join();
        live.close();
        database.close();
    }

    static List<Endpoint> endpoints(Database database, ApiLimits limits, Clock clock, @Nullable String traceUrl) {
        ServiceStore services = new ServiceStore(database);
        EdgeStore edges = new EdgeStore(database);
        FactStore facts = new FactStore(database);
        AlertStore alerts = new AlertStore(database);
        RangeParser ranges = new RangeParser(clock, limits.maxRange(), edges);
        return List.of(
                new ClustersEndpoint(services),
                new TopologyEndpoint(edges, ranges, clock, limits.maxEdges()),
                new ServicesEndpoint(services),
                new ServiceEndpoint(services, edges, facts, ranges, clock, limits.maxEdges()),
                new EdgesEndpoint(edges, ranges, new SeriesCursor(limits.maxRange()), clock),
                new FactsEndpoint(facts, ranges, new FactCursor(limits.maxRange())),
                new AlertsEndpoint(alerts, ranges),
                new AlertEndpoint(alerts, traceUrl));
    }

    private static void addRoute(ServerBuilder builder, String path, HttpService service) {
        builder.route().get(path).head(path).build(service);
    }
}
