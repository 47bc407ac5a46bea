/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** An OTLP/HTTP receiver that answers as it is told, and 200 when it is told nothing. */
public final class FakeReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<Received> received = new ArrayList<>();

    /** What to answer; a status of 0 closes the connection without an answer. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {}

    /** A request as it came, unpacked. */
    public record Received(String path, String contentType, String contentEncoding, byte[] body, long nanoTime) {}

    private FakeReceiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public static FakeReceiver start() throws IOException {
        return new FakeReceiver(0);
    }

    static FakeReceiver startAt(int port) throws IOException {
        return new FakeReceiver(port);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    synchronized FakeReceiver answer(int status, Map<String, String> headers, byte[] body) {
        answers.add(new Answer(status, headers, body));
        return this;
    }

    FakeReceiver answer(int status) {
        return answer(status, Map.of(), new byte[0]);
    }

    public synchronized List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body;
        String encoding = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (GZIPInputStream in = new GZIPInputStream(exchange.getRequestBody())) {
            body = in.readAllBytes();
        }
        Answer answer;
        synchronized (this) {
            received.add(new Received(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    encoding,
                    body,
                    System.nanoTime()));
            answer = answers.poll();
        }
        if (answer != null && answer.status() == 0) {
            exchange.close();
            return;
        }
        byte[] bytes = answer == null ? new byte[0] : answer.body();
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        if (answer != null) {
            answer.headers().forEach(exchange.getResponseHeaders()::set);
        }
        exchange.sendResponseHeaders(answer == null ? 200 : answer.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
