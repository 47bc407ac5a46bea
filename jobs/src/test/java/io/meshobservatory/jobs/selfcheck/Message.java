/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

/**
 * A request and its response, as they were on the wire.
 *
 * @param grpc whether it is gRPC
 * @param method the HTTP method
 * @param path the path as requested, with the id of one object in it where it is not gRPC
 * @param template the path without that id
 * @param route the path as the callee's application names it
 * @param httpStatus the HTTP status, 0 where there was no response
 * @param grpcStatus the gRPC status, -1 where it is not gRPC
 * @param flags Envoy's response flags, comma-joined
 * @param denied whether a policy of the mesh refused a gRPC request
 * @param requestBytes its size
 * @param responseBytes likewise
 */
record Message(
        boolean grpc,
        String method,
        String path,
        String template,
        String route,
        int httpStatus,
        int grpcStatus,
        String flags,
        boolean denied,
        long requestBytes,
        long responseBytes) {
    Message answered(int newHttpStatus, int newGrpcStatus, String newFlags, boolean newDenied) {
        return new Message(
                grpc,
                method,
                path,
                template,
                route,
                newHttpStatus,
                grpc ? newGrpcStatus : -1,
                newFlags,
                newDenied,
                requestBytes,
                responseBytes);
    }
}
