/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.TargetSpec.Consumer;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.meshobservatory.cli.simulator.proxy.Attribute;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

/**
 * Spans as an instrumented application writes them: by OpenTelemetry's semantic conventions of 2026, or by those of before
 * 2023, which many applications still follow. Stateless.
 */
final class AppSpans {
    /** What an application sees of its callers: Istio's sidecar hands inbound requests on from this address. */
    private static final String SIDECAR_ADDRESS = "127.0.0.6";

    private AppSpans() {}

    /** A request that was served; {@code client} is who connected, without a proxy beside the application. */
    static void describeServer(Span.Builder span, Pod pod, Ask ask, String client, ReplyStatus status) {
        ServiceSpec service = pod.service();
        RequestLine line = ask.line();
        boolean old = service.oldConventions();
        if (line.protocol() == Protocol.GRPC) {
            describeRpc(span, line, old);
        } else {
            span.setName(line.method() + " " + line.route())
                    .addAttributes(Attribute.of(old ? "http.method" : "http.request.method", line.method()))
                    .addAttributes(Attribute.of("http.route", line.route()))
                    .addAttributes(Attribute.of(old ? "http.scheme" : "url.scheme", "http"))
                    .addAttributes(Attribute.of(old ? "http.target" : "url.path", line.path()))
                    .addAttributes(Attribute.of(old ? "http.flavor" : "network.protocol.version", "1.1"))
                    .addAttributes(Attribute.of(old ? "http.user_agent" : "user_agent.original", ask.userAgent()));
        }
        boolean sidecar = pod.proxy() != null;
        span.addAttributes(Attribute.of(old ? "net.host.name" : "server.address", service.host()))
                .addAttributes(Attribute.of(old ? "net.host.port" : "server.port", service.port()))
                .addAttributes(Attribute.of(
                        old ? "net.sock.peer.addr" : "client.address", sidecar ? SIDECAR_ADDRESS : client));
        addStatus(span, line.protocol(), old, status, status.isServerError());
    }

    /** A request that was sent. */
    static void describeClient(
            Span.Builder span, RequestLine line, boolean old, String host, int port, String url, ReplyStatus status) {
        if (line.protocol() == Protocol.GRPC) {
            describeRpc(span, line, old);
        } else {
            span.setName(old ? "HTTP " + line.method() : line.method())
                    .addAttributes(Attribute.of(old ? "http.method" : "http.request.method", line.method()))
                    .addAttributes(Attribute.of(old ? "http.url" : "url.full", url))
                    .addAttributes(Attribute.of(old ? "http.flavor" : "network.protocol.version", "1.1"));
        }
        span.addAttributes(Attribute.of(old ? "net.peer.name" : "server.address", host))
                .addAttributes(Attribute.of(old ? "net.peer.port" : "server.port", port));
        addStatus(span, line.protocol(), old, status, status.isClientError());
    }

    static void describeQuery(
            Span.Builder span, Database database, boolean old, String operation, String collection, boolean failed) {
        span.setName(collection.isEmpty() ? operation : operation + " " + collection)
                .addAttributes(Attribute.of(old ? "db.system" : "db.system.name", database.system()))
                .addAttributes(Attribute.of(old ? "db.name" : "db.namespace", database.database()))
                .addAttributes(Attribute.of(old ? "db.operation" : "db.operation.name", operation));
        if (!collection.isEmpty()) {
            String key = !old
                    ? "db.collection.name"
                    : database.system().equals("mongodb") ? "db.mongodb.collection" : "db.sql.table";
            span.addAttributes(Attribute.of(key, collection));
        }
        span.addAttributes(Attribute.of(old ? "net.peer.name" : "server.address", database.host()))
                .addAttributes(Attribute.of(old ? "net.peer.port" : "server.port", database.port()));
        if (failed) {
            fail(span, "connection_reset");
        }
    }

    static void describePublish(Span.Builder span, Topic topic, boolean old) {
        span.setName(old ? topic.name() + " publish" : "send " + topic.name());
        describeTopic(span, topic, old, true);
        if (old) {
            span.addAttributes(Attribute.of("messaging.operation", "publish"));
        } else {
            span.addAttributes(Attribute.of("messaging.operation.name", "send"))
                    .addAttributes(Attribute.of("messaging.operation.type", "send"));
        }
    }

    /** A message that was processed; a consumer that does not tell its topic is known by the span link only. */
    static void describeProcess(
            Span.Builder span, Topic topic, Consumer consumer, boolean old, boolean tellsTopic, boolean failed) {
        span.setName(old ? topic.name() + " process" : "process " + topic.name());
        describeTopic(span, topic, old, tellsTopic);
        if (old) {
            span.addAttributes(Attribute.of("messaging.operation", "process"))
                    .addAttributes(Attribute.of("messaging.kafka.consumer.group", consumer.group()));
        } else {
            span.addAttributes(Attribute.of("messaging.operation.name", "process"))
                    .addAttributes(Attribute.of("messaging.operation.type", "process"))
                    .addAttributes(Attribute.of("messaging.consumer.group.name", consumer.group()));
        }
        if (failed) {
            fail(span, "processing_failed");
        }
    }

    private static void describeTopic(Span.Builder span, Topic topic, boolean old, boolean tellsTopic) {
        if (tellsTopic) {
            span.addAttributes(Attribute.of("messaging.system", topic.system()))
                    .addAttributes(
                            Attribute.of(old ? "messaging.destination" : "messaging.destination.name", topic.name()));
        }
        span.addAttributes(Attribute.of(old ? "net.peer.name" : "server.address", topic.broker()))
                .addAttributes(Attribute.of(old ? "net.peer.port" : "server.port", topic.port()));
    }

    private static void describeRpc(Span.Builder span, RequestLine line, boolean old) {
        span.setName(line.rpcMethod());
        if (old) {
            int slash = line.rpcMethod().lastIndexOf('/');
            span.addAttributes(Attribute.of("rpc.system", "grpc"))
                    .addAttributes(Attribute.of("rpc.service", line.rpcMethod().substring(0, slash)))
                    .addAttributes(Attribute.of("rpc.method", line.rpcMethod().substring(slash + 1)));
        } else {
            span.addAttributes(Attribute.of("rpc.system.name", "grpc"))
                    .addAttributes(Attribute.of("rpc.method", line.rpcMethod()));
        }
    }

    private static void addStatus(
            Span.Builder span, Protocol protocol, boolean old, ReplyStatus status, boolean error) {
        if (status.httpStatus() == 0) {
            // whoever asked has hung up, and there is nobody to answer; or nobody was there to ask
            fail(span, status.details().equals("downstream_remote_disconnect") ? "canceled" : "connection_refused");
            return;
        }
        if (protocol == Protocol.GRPC) {
            span.addAttributes(
                    old
                            ? Attribute.of("rpc.grpc.status_code", status.grpcStatus())
                            : Attribute.of("rpc.response.status_code", status.grpcName()));
        } else {
            span.addAttributes(
                    Attribute.of(old ? "http.status_code" : "http.response.status_code", status.httpStatus()));
        }
        if (error) {
            fail(span, protocol == Protocol.GRPC ? status.grpcName() : Integer.toString(status.httpStatus()));
        }
    }

    private static void fail(Span.Builder span, String errorType) {
        span.addAttributes(Attribute.of("error.type", errorType))
                .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
    }
}
