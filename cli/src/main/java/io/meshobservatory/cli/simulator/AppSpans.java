/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.TargetSpec.Consumer;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

/** Spans as an instrumented application writes them, by OpenTelemetry's semantic conventions of 2026. Stateless. */
final class AppSpans {
    /** What an application sees of its callers: Istio's sidecar hands inbound requests on from this address. */
    private static final String SIDECAR_ADDRESS = "127.0.0.6";

    private AppSpans() {}

    static void describeServer(Span.Builder span, Pod pod, RequestLine line, String userAgent, ReplyStatus status) {
        ServiceSpec service = pod.service();
        switch (line.protocol()) {
            case HTTP ->
                span.setName(line.method() + " " + line.route())
                        .addAttributes(Attribute.of("http.request.method", line.method()))
                        .addAttributes(Attribute.of("http.route", line.route()))
                        .addAttributes(Attribute.of("url.scheme", "http"))
                        .addAttributes(Attribute.of("url.path", line.path()))
                        .addAttributes(Attribute.of("network.protocol.version", "1.1"))
                        .addAttributes(Attribute.of("user_agent.original", userAgent));
            case GRPC -> describeRpc(span, line);
        }
        span.addAttributes(Attribute.of("server.address", service.host()))
                .addAttributes(Attribute.of("server.port", service.port()))
                .addAttributes(Attribute.of("client.address", SIDECAR_ADDRESS));
        addStatus(span, line.protocol(), status, status.isServerError());
    }

    static void describeClient(
            Span.Builder span, RequestLine line, String host, int port, String url, ReplyStatus status) {
        switch (line.protocol()) {
            case HTTP ->
                span.setName(line.method())
                        .addAttributes(Attribute.of("http.request.method", line.method()))
                        .addAttributes(Attribute.of("url.full", url))
                        .addAttributes(Attribute.of("network.protocol.version", "1.1"));
            case GRPC -> describeRpc(span, line);
        }
        span.addAttributes(Attribute.of("server.address", host)).addAttributes(Attribute.of("server.port", port));
        addStatus(span, line.protocol(), status, status.isClientError());
    }

    static void describeQuery(
            Span.Builder span, Database database, String operation, String collection, boolean failed) {
        span.setName(collection.isEmpty() ? operation : operation + " " + collection)
                .addAttributes(Attribute.of("db.system.name", database.system()))
                .addAttributes(Attribute.of("db.namespace", database.database()))
                .addAttributes(Attribute.of("db.operation.name", operation));
        if (!collection.isEmpty()) {
            span.addAttributes(Attribute.of("db.collection.name", collection));
        }
        span.addAttributes(Attribute.of("server.address", database.host()))
                .addAttributes(Attribute.of("server.port", database.port()));
        if (failed) {
            fail(span, "connection_reset");
        }
    }

    static void describePublish(Span.Builder span, Topic topic) {
        span.setName("send " + topic.name())
                .addAttributes(Attribute.of("messaging.system", topic.system()))
                .addAttributes(Attribute.of("messaging.destination.name", topic.name()))
                .addAttributes(Attribute.of("messaging.operation.name", "send"))
                .addAttributes(Attribute.of("messaging.operation.type", "send"))
                .addAttributes(Attribute.of("server.address", topic.broker()))
                .addAttributes(Attribute.of("server.port", topic.port()));
    }

    static void describeProcess(Span.Builder span, Topic topic, Consumer consumer, boolean failed) {
        span.setName("process " + topic.name())
                .addAttributes(Attribute.of("messaging.system", topic.system()))
                .addAttributes(Attribute.of("messaging.destination.name", topic.name()))
                .addAttributes(Attribute.of("messaging.operation.name", "process"))
                .addAttributes(Attribute.of("messaging.operation.type", "process"))
                .addAttributes(Attribute.of("messaging.consumer.group.name", consumer.group()))
                .addAttributes(Attribute.of("server.address", topic.broker()))
                .addAttributes(Attribute.of("server.port", topic.port()));
        if (failed) {
            fail(span, "processing_failed");
        }
    }

    private static void describeRpc(Span.Builder span, RequestLine line) {
        span.setName(line.rpcMethod())
                .addAttributes(Attribute.of("rpc.system.name", "grpc"))
                .addAttributes(Attribute.of("rpc.method", line.rpcMethod()));
    }

    private static void addStatus(Span.Builder span, Protocol protocol, ReplyStatus status, boolean error) {
        if (status.httpStatus() == 0) {
            // whoever asked has hung up: the work is abandoned, and there is nobody to answer
            fail(span, "canceled");
            return;
        }
        String told = switch (protocol) {
            case HTTP -> Integer.toString(status.httpStatus());
            case GRPC -> status.grpcName();
        };
        switch (protocol) {
            case HTTP -> span.addAttributes(Attribute.of("http.response.status_code", status.httpStatus()));
            case GRPC -> span.addAttributes(Attribute.of("rpc.response.status_code", told));
        }
        if (error) {
            fail(span, told);
        }
    }

    private static void fail(Span.Builder span, String errorType) {
        span.addAttributes(Attribute.of("error.type", errorType))
                .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
    }
}
