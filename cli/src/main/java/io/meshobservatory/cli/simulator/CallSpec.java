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
 */
public record CallSpec(
        String to, double probability, boolean parallel, int retries, boolean optional, String method, String path) {}
