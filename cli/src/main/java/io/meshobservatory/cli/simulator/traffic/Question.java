/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.traffic;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a stream asks for. Immutable.
 *
 * @param method HTTP method, or the method of the gRPC service, or the database operation; empty for the usual one
 * @param paths HTTP paths, or full names of gRPC services, or a database's collections, asked for evenly; empty for the
 *     usual one
 * @param size the size of its body
 * @param plainText whether it is sent without mutual TLS where the mesh would use it
 * @param principal the identity that is presented in place of the sender's own; empty for its own
 * @param userAgent who it says to be; empty for the usual
 */
public record Question(
        String method, List<String> paths, Size size, boolean plainText, String principal, String userAgent) {
    public Question {
        requireNonNull(method, "method");
        requireNonNull(size, "size");
        requireNonNull(principal, "principal");
        requireNonNull(userAgent, "userAgent");
        paths = List.copyOf(paths);
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("paths: none (expected: at least one, which may be empty)");
        }
    }

    /** The usual question of a method. */
    public static Question of(String method, String path, Size size) {
        return new Question(method, List.of(path), size, false, "", "");
    }

    /** The same for other paths. */
    public Question withPaths(List<String> others) {
        return new Question(method, others, size, plainText, principal, userAgent);
    }

    /** The same without mutual TLS. */
    public Question inPlainText() {
        return new Question(method, paths, size, true, principal, userAgent);
    }

    /** The same with another's identity. */
    public Question as(String identity) {
        return new Question(method, paths, size, plainText, identity, userAgent);
    }

    /** The same by another client. */
    public Question by(String client) {
        return new Question(method, paths, size, plainText, principal, client);
    }
}
