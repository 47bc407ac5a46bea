/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.latency;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends OTLP requests of spans over HTTP, several at a time. Thread-safe. */
final class OtlpHttp {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI traces;

    OtlpHttp(URI base) {
        this.traces = base.resolve("/v1/traces");
    }

    /** Sends a request; the future fails if it was not taken. The bytes may be changed once it is done. */
    CompletableFuture<Void> send(byte[] request) {
        HttpRequest http = HttpRequest.newBuilder(traces)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build();
        return client.sendAsync(http, HttpResponse.BodyHandlers.ofString()).thenAccept(response -> {
            if (response.statusCode() != OK) {
                throw new java.io.UncheckedIOException(
                        new IOException(traces + ": status " + response.statusCode() + ": " + response.body()));
            }
        });
    }
}
