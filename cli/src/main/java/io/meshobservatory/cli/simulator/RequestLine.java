/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.random.SeededRandom;

/**
 * What is asked for.
 *
 * @param protocol HTTP or gRPC
 * @param method HTTP method
 * @param route the path with placeholders; of gRPC {@code /package.Service/Method}
 * @param path the path of this request
 */
record RequestLine(Protocol protocol, String method, String route, String path) {
    private static final String PLACEHOLDER = "{id}";
    private static final String GRPC_LIBRARY = "grpc-java-netty/1.75.0";

    static RequestLine of(ServiceSpec service, String method, String path, SeededRandom random) {
        return switch (service.protocol()) {
            case HTTP, TCP -> http(method.isEmpty() ? "GET" : method, path.isEmpty() ? "/" : path, random);
            case GRPC -> {
                // an entry tells the whole path, a call the service and the method
                String route = path.startsWith("/")
                        ? path
                        : "/" + (path.isEmpty() ? service.name() + ".Service" : path) + "/"
                                + (method.isEmpty() ? "Call" : method);
                yield new RequestLine(Protocol.GRPC, "POST", route, route);
            }
        };
    }

    static RequestLine http(String method, String route, SeededRandom random) {
        String path = route.contains(PLACEHOLDER)
                ? route.replace(PLACEHOLDER, Integer.toString(1 + random.nextInt(50_000)))
                : route;
        return new RequestLine(Protocol.HTTP, method, route, path);
    }

    /** gRPC's {@code package.Service/Method}. */
    String rpcMethod() {
        return route.substring(1);
    }

    /** The version of HTTP that carries it. */
    String httpVersion() {
        return protocol == Protocol.GRPC ? "HTTP/2" : "HTTP/1.1";
    }

    /** Who asks, as HTTP's header tells: gRPC's libraries name themselves. */
    String userAgent(String otherwise) {
        return protocol == Protocol.GRPC ? GRPC_LIBRARY : otherwise;
    }

    /** Whether requests with this method have no body. */
    boolean isBodiless() {
        return method.equals("GET") || method.equals("HEAD") || method.equals("DELETE");
    }
}
