/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.meshobservatory.bridge.export.Admission;
import io.meshobservatory.bridge.export.ExportPipeline;
import io.meshobservatory.bridge.grpc.OtlpGrpcService;
import io.meshobservatory.bridge.http.OtlpHttpService;
import io.meshobservatory.bridge.http.StatusServices;
import io.meshobservatory.bridge.kafka.RecordSink;
import io.meshobservatory.bridge.metrics.BridgeMetrics;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.netty.handler.ssl.ClientAuth;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The two Armeria servers of a bridge: one speaks gRPC, the other HTTP, health and metrics. */
final class BridgeServers {
    /** After an answer is complete, its bytes still have to leave. */
    private static final Duration FLUSH_QUIET = Duration.ofMillis(50);

    private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(2);
    /** Behind the bridge's own timeouts; covers a sender that does not read its answer. */
    private static final Duration BACKSTOP = Duration.ofSeconds(5);

    private BridgeServers() {}

    static Server grpc(BridgeConfig config, ExportPipeline pipeline, BridgeMetrics metrics) {
        ServerBuilder server = common(config, config.listen().grpcPort());
        for (OtlpSignal signal : OtlpSignal.values()) {
            server.service(OtlpGrpcService.path(signal), new OtlpGrpcService(signal, config, pipeline, metrics));
        }
        return server.serviceUnder("/", OtlpGrpcService.unknownMethod(config, metrics))
                .build();
    }

    static Server http(
            BridgeConfig config,
            ExportPipeline pipeline,
            BridgeMetrics metrics,
            Admission admission,
            RecordSink sink,
            Executor workers) {
        ServerBuilder server = common(config, config.listen().httpPort());
        OtlpHttpService.forAllSignals(config, pipeline, metrics)
                .forEach((signal, service) -> server.service(signal.httpPath(), service));
        return server.service("/healthz", StatusServices.alive(admission))
                .service("/readyz", StatusServices.ready(admission, sink))
                .service("/metrics", StatusServices.metrics(metrics, workers))
                .serviceUnder("/", StatusServices.unknownPath(metrics))
                .build();
    }

    private static ServerBuilder common(BridgeConfig config, int port) {
        BridgeTimeouts timeouts = config.timeouts();
        TlsFiles tls = config.listen().tls();
        ServerBuilder server = Server.builder()
                .port(
                        new InetSocketAddress(config.listen().host(), port),
                        tls == null ? SessionProtocol.HTTP : SessionProtocol.HTTPS)
                .maxNumConnections(config.limits().maxConnections())
                .idleTimeout(timeouts.idle())
                .requestTimeout(timeouts.body().plus(timeouts.answer()).plus(BACKSTOP))
                // the bridge counts for itself, after decompression
                .maxRequestLength(0)
                .gracefulShutdownTimeout(FLUSH_QUIET, FLUSH_TIMEOUT)
                .disableServerHeader();
        if (tls != null) {
            secure(server, tls);
        }
        return server;
    }

    private static void secure(ServerBuilder server, TlsFiles tls) {
        server.tls(tls.certificateChain().toFile(), tls.privateKey().toFile());
        Path clientAuthorities = tls.clientAuthorities();
        if (clientAuthorities != null) {
            server.tlsCustomizer(
                    context -> context.trustManager(clientAuthorities.toFile()).clientAuth(ClientAuth.REQUIRE));
        }
    }
}
