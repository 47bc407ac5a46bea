/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

/**
 * A call that a service makes while it answers a request. Immutable.
 *
 * @param to the name of a service, database, topic or external host of the scenario
 * @param probability ratio in [0, 1] of requests that make it
 * @param parallel whether it starts together with the call before it, and not after that has ended
 * @param retries how many more attempts the proxy makes when one fails, 0 to 10
 * @param optional whether the caller goes on when it fails; else it fails itself
 * @param method HTTP method, or the method of the gRPC service, or the database operation
 * @param path HTTP path, or the full name of the gRPC service, or the collection of a database
 * @param plainText ratio in [0, 1] of the calls that are made without mutual TLS where the mesh would use it
 */
public record CallSpec(
        String to,
        double probability,
        boolean parallel,
        int retries,
        boolean optional,
        String method,
        String path,
        double plainText) {
    /** A call by mutual TLS where the mesh uses it. */
    public CallSpec(
            String to,
            double probability,
            boolean parallel,
            int retries,
            boolean optional,
            String method,
            String path) {
        this(to, probability, parallel, retries, optional, method, path, 0);
    }

    /** The same with another probability. */
    public CallSpec withProbability(double ratio) {
        return new CallSpec(to, ratio, parallel, retries, optional, method, path, plainText);
    }

    /** The same with so many more attempts. */
    public CallSpec withRetries(int attempts) {
        return new CallSpec(to, probability, parallel, attempts, optional, method, path, plainText);
    }

    /** The same with another ratio without mutual TLS. */
    public CallSpec withPlainText(double ratio) {
        return new CallSpec(to, probability, parallel, retries, optional, method, path, ratio);
    }
}
