/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that takes alerts as Alertmanager does, or fails as it is told; it can be stopped and started again. */
final class FakeAlertmanager implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<JsonNode> alerts = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile int status = 200;
    private volatile boolean silent;
    private volatile int requests;
    private HttpServer server;
    private ExecutorService threads;

    FakeAlertmanager() {
        start(0);
        port = server.getAddress().getPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void answer(int newStatus) {
        status = newStatus;
    }

    /** Takes requests and never answers. */
    void beSilent(boolean nowSilent) {
        silent = nowSilent;
    }

    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    void startAgain() {
        start(port);
    }

    /** Alerts of the requests that were answered by 200, in their order. */
    List<JsonNode> alerts() {
        return alerts;
    }

    List<String> authorizations() {
        return authorizations;
    }

    /** All that came, answered or not. */
    int requests() {
        return requests;
    }

    @Override
    public void close() {
        stop();
    }

    private void start(int atPort) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/api/v2/alerts", this::handle);
        server.start();
    }

    private synchronized void count() {
        requests++;
    }

    private void handle(HttpExchange exchange) throws IOException {
        JsonNode body = MAPPER.readTree(exchange.getRequestBody());
        count();
        if (silent) {
            return; // the connection stays open
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization == null ? "none" : authorization);
        boolean right = exchange.getRequestMethod().equals("POST")
                && "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
        int answer = right ? status : 415;
        if (answer == 200) {
            body.forEach(alerts::add);
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }
}
