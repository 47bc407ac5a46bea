/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import static io.meshobservatory.jobs.selfcheck.Wording.put;

import io.meshobservatory.core.graph.Node;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;

/** The words of applications, before and after the semantic conventions were made stable. */
final class SdkWording {
    private SdkWording() {}

    static void write(Told told, Span.Builder span) {
        boolean old = told.dialect == Dialect.OLD_SDK;
        if (told.kind == SpanKind.SPAN_KIND_INTERNAL) {
            return;
        }
        switch (told.talk) {
            case CALL -> call(told, span, old);
            case DATABASE -> {
                put(span, old ? "db.system" : "db.system.name", "postgresql");
                put(span, old ? "db.name" : "db.namespace", "things");
                put(span, old ? "db.operation" : "db.operation.name", "SELECT");
                put(span, old ? "db.sql.table" : "db.collection.name", "things");
                put(span, old ? "net.peer.name" : "server.address", told.target);
                if (told.message.httpStatus() != 200) {
                    Wording.error(span);
                }
            }
            case MESSAGE, MESSAGE_OF_ANY_TOPIC -> {
                boolean consumer = told.kind == SpanKind.SPAN_KIND_CONSUMER;
                put(span, "messaging.system", "kafka");
                if (told.talk == Told.Talk.MESSAGE) {
                    put(span, old ? "messaging.destination" : "messaging.destination.name", told.target);
                }
                put(
                        span,
                        old ? "messaging.operation" : "messaging.operation.type",
                        consumer ? "process" : old ? "publish" : "send");
            }
            case NOTHING -> put(span, "thread.name", "consumer-1");
        }
    }

    private static void call(Told told, Span.Builder span, boolean old) {
        if (told.message.grpc()) {
            rpc(told, span, old);
        } else {
            http(told, span, old);
        }
        Message message = told.message;
        put(span, old ? "http.request_content_length" : "http.request.body.size", Wording.requestBytes(told));
        put(span, old ? "http.response_content_length" : "http.response.body.size", Wording.responseBytes(told));
        boolean server = Wording.isServer(told);
        if (told.namesPeer && told.peer != null) {
            put(span, old ? "peer.service" : "service.peer.name", told.peer.name());
            if (!told.peer.namespace().equals(Node.UNKNOWN_NAME)) {
                put(span, "service.peer.namespace", told.peer.namespace());
            }
        }
        if (!told.peerAddress.isEmpty()) {
            put(span, server && !old ? "client.address" : "net.sock.peer.addr", told.peerAddress);
        }
        if (message.httpStatus() == 0 || message.httpStatus() >= (server ? 500 : 400)) {
            Wording.error(span);
        }
    }

    private static void http(Told told, Span.Builder span, boolean old) {
        Message message = told.message;
        put(span, old ? "http.method" : "http.request.method", message.method());
        if (message.httpStatus() != 0) {
            put(span, old ? "http.status_code" : "http.response.status_code", message.httpStatus());
        }
        if (Wording.isServer(told)) {
            put(span, "http.route", message.route());
            put(span, old ? "http.target" : "url.path", message.path());
        } else {
            put(span, old ? "http.url" : "url.full", "http://" + told.target + ":8080" + message.path());
            put(span, old ? "net.peer.name" : "server.address", told.target);
        }
    }

    private static void rpc(Told told, Span.Builder span, boolean old) {
        Message message = told.message;
        int slash = message.path().lastIndexOf('/');
        put(span, old ? "rpc.system" : "rpc.system.name", "grpc");
        if (old) {
            put(span, "rpc.service", message.path().substring(1, slash));
            put(span, "rpc.method", message.path().substring(slash + 1));
        } else {
            put(span, "rpc.method", message.path().substring(1));
        }
        if (old) {
            put(span, "rpc.grpc.status_code", message.grpcStatus());
        } else {
            put(
                    span,
                    told.id % 2 == 0 ? "rpc.status_code" : "rpc.response.status_code",
                    Wording.grpcName(message.grpcStatus()));
        }
        if (!Wording.isServer(told)) {
            put(span, old ? "net.peer.name" : "server.address", told.target);
        }
    }
}
