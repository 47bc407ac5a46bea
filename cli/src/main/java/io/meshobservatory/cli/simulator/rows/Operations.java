/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.core.telemetry.PathTemplate;

/** What calls ask for, in the words of the service graph. Stateless. */
final class Operations {
    private Operations() {}

    /** A request to a service. */
    static String of(ServiceSpec callee, String method, String path) {
        if (callee.protocol() == Protocol.GRPC) {
            String rpc = path.startsWith("/")
                    ? path
                    : "/" + (path.isEmpty() ? callee.name() + ".Service" : path) + "/"
                            + (method.isEmpty() ? "Call" : method);
            return rpc.substring(1);
        }
        return ofHttp(method, path);
    }

    /** A request of HTTP. */
    static String ofHttp(String method, String path) {
        return (method.isEmpty() ? "GET" : method) + " " + PathTemplate.of(path.isEmpty() ? "/" : path);
    }

    /** An operation of a database. */
    static String ofDatabase(String system, String method, String collection) {
        String usual = switch (system) {
            case "redis" -> "GET";
            case "mongodb" -> "find";
            default -> "SELECT";
        };
        String operation = method.isEmpty() ? usual : method;
        return collection.isEmpty() ? operation : operation + " " + collection;
    }

    /** Whether requests with a method have no body. */
    static boolean isBodiless(String method) {
        return method.isEmpty() || method.equals("GET") || method.equals("HEAD") || method.equals("DELETE");
    }
}
