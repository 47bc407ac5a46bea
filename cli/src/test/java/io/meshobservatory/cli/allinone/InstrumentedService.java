/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A small real HTTP service that calls others, tells the OpenTelemetry SDK, and counts for itself what it did. */
final class InstrumentedService implements AutoCloseable {
    private static final W3CTraceContextPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<HttpExchange> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpExchange exchange) {
            return exchange.getRequestHeaders().keySet();
        }

        @Override
        public String get(HttpExchange exchange, String key) {
            return exchange.getRequestHeaders().getFirst(key);
        }
    };

    private final String name;
    private final List<InstrumentedService> calls;
    private final CallCounts counts;
    private final int failEvery;
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private int served;

    InstrumentedService(
            String name, SpanExporter exporter, CallCounts counts, int failEvery, List<InstrumentedService> calls)
            throws IOException {
        this.name = name;
        this.calls = calls;
        this.counts = counts;
        this.failEvery = failEvery;
        provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"), name,
                        AttributeKey.stringKey("service.namespace"), "shop",
                        AttributeKey.stringKey("k8s.cluster.name"), "test")))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(200, TimeUnit.MILLISECONDS)
                        .build())
                .build();
        tracer = provider.get("test");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", this::serve);
        server.start();
    }

    /** Calls this service as a client that sends no telemetry would. */
    void callFromOutside() throws IOException, InterruptedException {
        client.send(HttpRequest.newBuilder(address()).build(), HttpResponse.BodyHandlers.discarding());
    }

    /** Sends what is still held, and stops. */
    @Override
    public void close() {
        server.stop(0);
        provider.shutdown().join(20, TimeUnit.SECONDS);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void serve(HttpExchange exchange) throws IOException {
        Context parent = PROPAGATOR.extract(Context.root(), exchange, HEADERS);
        Span span = tracer.spanBuilder("GET /")
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", "GET")
                .startSpan();
        try (Scope scope = span.makeCurrent()) {
            for (InstrumentedService callee : calls) {
                call(callee);
            }
            int status = shouldFail() ? 503 : 200;
            span.setAttribute("http.response.status_code", status);
            if (status == 503) {
                span.setStatus(StatusCode.ERROR);
            }
            exchange.sendResponseHeaders(status, -1);
        } finally {
            span.end();
            exchange.close();
        }
    }

    private synchronized boolean shouldFail() {
        served++;
        return failEvery > 0 && served % failEvery == 0;
    }

    private void call(InstrumentedService callee) {
        Span span = tracer.spanBuilder("GET")
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", "GET")
                .setAttribute("server.address", "127.0.0.1")
                .setAttribute("server.port", callee.server.getAddress().getPort())
                .startSpan();
        try (Scope scope = span.makeCurrent()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(callee.address());
            PROPAGATOR.inject(Context.current(), request, HttpRequest.Builder::header);
            int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            span.setAttribute("http.response.status_code", status);
            counts.add(name, callee.name, status >= 500);
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            span.end();
        }
    }
}
