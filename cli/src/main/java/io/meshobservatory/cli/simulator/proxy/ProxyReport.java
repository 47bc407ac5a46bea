/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.proxy;

import com.google.protobuf.ByteString;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.VersionPair;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy knows of one request, or of one TCP connection, when it is over: metrics and access logs are made of
 * it. Immutable.
 *
 * @param emitter the proxy
 * @param reporter the side that it is on
 * @param source who called, as far as the proxy knows
 * @param destination who was called, as far as the proxy knows
 * @param service the Kubernetes service, or the host, that was asked
 * @param mutualTls whether the connection to the other side is secured by mutual TLS
 * @param request what was asked
 * @param answer what came back
 * @param wire addresses and routes
 * @param startNanos when it began, nanoseconds since the epoch, by the pod's clock
 * @param endNanos when it ended, likewise
 * @param traceId the trace, empty where it is not sampled
 * @param spanId the proxy's span, 0 where it has none
 * @param edge the edge that the counters describe, as the graph should name it; null where it describes the mesh's own
 *     parts only, as the connection to a waypoint
 * @param loggedEdge the same for the access log, which tells the caller's address
 * @param versions the versions that it tells
 */
public record ProxyReport(
        Emitter emitter,
        Reporter reporter,
        Peer source,
        Peer destination,
        Service service,
        boolean mutualTls,
        Request request,
        Answer answer,
        Wire wire,
        long startNanos,
        long endNanos,
        ByteString traceId,
        long spanId,
        @Nullable SimulatedEdge edge,
        @Nullable SimulatedEdge loggedEdge,
        VersionPair versions) {
    /** The protocol of plain connections. */
    public static final String TCP = "tcp";

    /** No gRPC status. */
    public static final int NO_GRPC = -1;

    /**
     * What was asked for by name.
     *
     * @param host its DNS name
     * @param name its short name, or one of Envoy's catch-all clusters
     * @param namespace its namespace, {@code unknown} for hosts outside
     */
    public record Service(String host, String name, String namespace) {}

    /**
     * A request.
     *
     * @param protocol {@code http}, {@code grpc} or {@value ProxyReport#TCP}
     * @param method HTTP method
     * @param path path with query
     * @param version such as {@code HTTP/1.1}
     * @param authority the host header
     * @param userAgent who asks
     * @param id Envoy's x-request-id
     * @param forwardedFor x-forwarded-for, {@code -} for none
     */
    public record Request(
            String protocol,
            String method,
            String path,
            String version,
            String authority,
            String userAgent,
            String id,
            String forwardedFor) {}

    /**
     * A response.
     *
     * @param code HTTP status, 0 for none
     * @param grpcStatus gRPC status, {@link ProxyReport#NO_GRPC} for none
     * @param flags Envoy's response flags, {@code -} for none
     * @param details Envoy's response code details
     * @param transportFailure why the connection to the upstream failed, {@code -} for none
     * @param requestBytes size of the request's body
     * @param responseBytes size of the response's body
     * @param upstreamNanos how long the upstream took, -1 where it gave no answer
     */
    public record Answer(
            int code,
            int grpcStatus,
            String flags,
            String details,
            String transportFailure,
            long requestBytes,
            long responseBytes,
            long upstreamNanos) {}

    /**
     * Where it came from and went to.
     *
     * @param upstreamHost address and port of the upstream, {@code -} for none
     * @param upstreamCluster Envoy's name of it
     * @param upstreamLocal the proxy's address on that connection, {@code -} for none
     * @param downstreamLocal the address that was asked
     * @param downstreamRemote the address that asked
     * @param serverName the SNI, {@code -} for none
     * @param route the route's name
     */
    public record Wire(
            String upstreamHost,
            String upstreamCluster,
            String upstreamLocal,
            String downstreamLocal,
            String downstreamRemote,
            String serverName,
            String route) {}

    /** Whether it is a connection, and no request. */
    public boolean isTcp() {
        return request.protocol().equals(TCP);
    }
}
