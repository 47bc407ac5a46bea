/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.proxy.Attribute;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

/** Spans as Linkerd's proxies and the gateways Traefik and NGINX write them. Stateless. */
final class OtherProxySpans {
    private OtherProxySpans() {}

    /** Linkerd: named by the path, all attributes are texts, and the status is never set. */
    static void describeLinkerd(Span.Builder span, Ask ask, boolean inbound, ReplyStatus status) {
        RequestLine line = ask.line();
        String host = hostOf(ask.authority());
        span.setName(line.path())
                .addAttributes(Attribute.of("direction", inbound ? "inbound" : "outbound"))
                .addAttributes(Attribute.of("http.request.method", line.method()))
                .addAttributes(Attribute.of("http.response.status_code", Integer.toString(status.httpStatus())))
                .addAttributes(Attribute.of("url.scheme", "http"))
                .addAttributes(Attribute.of("url.path", line.path()))
                .addAttributes(Attribute.of("url.full", ask.url()))
                .addAttributes(Attribute.of("network.transport", "tcp"))
                .addAttributes(Attribute.of("server.address", host))
                .addAttributes(Attribute.of(
                        "server.port", Integer.toString(ask.callee().port())))
                .addAttributes(Attribute.of("user_agent.original", ask.userAgent()))
                .addAttributes(Attribute.of("http.request.header.l5d-orig-proto", line.httpVersion()));
    }

    /** Traefik's entry point: what came from outside. */
    static void describeTraefikServer(Span.Builder span, Ask ask, String client, long bytes, ReplyStatus status) {
        RequestLine line = ask.line();
        span.setName("EntryPoint")
                .addAttributes(Attribute.of("entry_point", "websecure"))
                .addAttributes(Attribute.of("http.request.method", line.method()))
                .addAttributes(Attribute.of("http.request.body.size", ask.requestBytes()))
                .addAttributes(Attribute.of("url.path", line.path()))
                .addAttributes(Attribute.of("url.scheme", "https"))
                .addAttributes(Attribute.of("user_agent.original", ask.userAgent()))
                .addAttributes(Attribute.of("server.address", hostOf(ask.authority())))
                .addAttributes(Attribute.of("network.protocol.version", "2"))
                .addAttributes(Attribute.of("network.peer.address", client))
                .addAttributes(Attribute.of("client.address", client))
                .addAttributes(Attribute.of("http.response.status_code", status.httpStatus()))
                .addAttributes(Attribute.of("http.response.body.size", bytes));
        fail(span, status.httpStatus() >= 500, status);
    }

    /** Traefik's request to a service. */
    static void describeTraefikClient(Span.Builder span, Ask ask, String address, ReplyStatus status) {
        RequestLine line = ask.line();
        span.setName("ReverseProxy")
                .addAttributes(Attribute.of("http.request.method", line.method()))
                .addAttributes(Attribute.of("url.full", ask.url()))
                .addAttributes(Attribute.of("user_agent.original", ask.userAgent()))
                .addAttributes(Attribute.of(
                        "network.protocol.version", line.httpVersion().substring(5)))
                .addAttributes(Attribute.of("network.peer.address", address))
                .addAttributes(Attribute.of("network.peer.port", ask.callee().port()))
                .addAttributes(Attribute.of("server.address", address))
                .addAttributes(Attribute.of("server.port", ask.callee().port()))
                .addAttributes(Attribute.of("http.response.status_code", status.httpStatus()));
        fail(span, status.httpStatus() >= 400 || status.httpStatus() == 0, status);
    }

    /** NGINX: one server span, below which the service's own stands; by the old conventions. */
    static void describeNginx(Span.Builder span, Ask ask, String client, ReplyStatus status) {
        RequestLine line = ask.line();
        span.setName(line.method() + " " + line.route())
                .addAttributes(Attribute.of("http.method", line.method()))
                .addAttributes(Attribute.of("http.target", line.path()))
                .addAttributes(Attribute.of("http.flavor", "1.1"))
                .addAttributes(Attribute.of("http.scheme", "http"))
                .addAttributes(Attribute.of("http.host", ask.authority()))
                .addAttributes(Attribute.of("http.server_name", ask.authority()))
                .addAttributes(Attribute.of("http.user_agent", ask.userAgent()))
                .addAttributes(Attribute.of("net.host.port", 80))
                .addAttributes(Attribute.of("net.peer.ip", client))
                .addAttributes(Attribute.of("net.peer.port", 50_000))
                .addAttributes(Attribute.of("http.status_code", status.httpStatus()));
        fail(span, status.httpStatus() >= 500, status);
    }

    private static void fail(Span.Builder span, boolean failed, ReplyStatus status) {
        if (failed) {
            span.addAttributes(Attribute.of("error.type", Integer.toString(status.httpStatus())))
                    .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        }
    }

    private static String hostOf(String authority) {
        int colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }
}
