/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.common.util.EventLoopGroups;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A client of a bridge that costs as little as it can, since it runs beside what it measures: bodies are framed, compressed
 * and put outside the heap before the run, and leave from there.
 */
final class BridgeLane implements Lane {
    /** Its threads have this prefix. */
    static final String THREADS = "bench-client";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<ByteBuf> bodies;
    private final RequestHeaders headers;
    private final boolean grpc;
    private final ClientFactory factory;
    private final WebClient client;

    private BridgeLane(String uri, Encoding encoding, List<SpanBatch> batches, int connections) {
        this.bodies =
                batches.stream().map(batch -> encoding.body(batch.message())).toList();
        this.headers = encoding.headers();
        this.grpc = encoding.isGrpc();
        this.factory = ClientFactory.builder()
                .workerGroup(EventLoopGroups.newEventLoopGroup(connections, THREADS), true)
                .maxNumEventLoopsPerEndpoint(connections)
                .maxNumEventLoopsPerHttp1Endpoint(connections)
                .build();
        this.client = WebClient.builder(uri)
                .factory(factory)
                .responseTimeout(PATIENCE)
                .build();
    }

    /** A client over HTTP/2. */
    static BridgeLane grpc(int port, List<SpanBatch> batches, BridgeBenchSettings settings) {
        return new BridgeLane(
                "h2c://127.0.0.1:" + port, Encoding.grpc(settings.gzip()), batches, settings.connections());
    }

    /** A client over HTTP/1.1, as most exporters are: one connection for each request in flight. */
    static BridgeLane http(int port, List<SpanBatch> batches, BridgeBenchSettings settings) {
        return new BridgeLane(
                "h1c://127.0.0.1:" + port, Encoding.http(settings.gzip()), batches, settings.connections());
    }

    @Override
    public int size() {
        return bodies.size();
    }

    @Override
    public CompletableFuture<?> send(int index) {
        HttpData body = HttpData.wrap(bodies.get(index).retainedDuplicate());
        return client.execute(HttpRequest.of(headers, body)).aggregate().thenAccept(this::requireFullSuccess);
    }

    @Override
    public void close() {
        factory.close();
        bodies.forEach(ByteBuf::release);
    }

    /** The response to a full success is the empty message; a partial one has something to say. */
    private void requireFullSuccess(AggregatedHttpResponse response) {
        boolean accepted = response.status().equals(HttpStatus.OK)
                && (grpc
                        ? response.trailers().contains(GrpcHeaderNames.GRPC_STATUS, "0")
                                && response.content().length() == Encoding.FRAME_BYTES
                        : response.content().isEmpty());
        if (!accepted) {
            throw new IllegalStateException("the bridge answered " + response.headers() + ' ' + response.trailers()
                    + " with " + response.content().length() + " bytes (expected: all spans accepted)");
        }
    }
}
