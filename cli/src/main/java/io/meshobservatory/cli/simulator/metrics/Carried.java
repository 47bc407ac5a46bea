/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.metrics;

import io.meshobservatory.cli.simulator.proxy.ProxyReport;

/**
 * What the points of one scrape tell of one edge beyond the points before: the growth since the last scrape, or the whole
 * value after a reset. Immutable.
 *
 * @param example one of the reports that were counted; edge, reporter, outcome and flags are alike in all of them
 * @param count requests, or TCP connections
 * @param requestBytes bytes in the direction of the request, with headers
 * @param responseBytes bytes in the direction of the response, with headers
 */
public record Carried(ProxyReport example, long count, long requestBytes, long responseBytes) {}
