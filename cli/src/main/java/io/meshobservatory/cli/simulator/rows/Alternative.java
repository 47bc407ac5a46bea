/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import java.util.function.LongUnaryOperator;

/**
 * Who may answer a request: a version of a service, or a host.
 *
 * @param weight its share of the requests, relative to the others
 * @param sum where its calls are counted
 * @param sight what is seen of them
 * @param shares how often each fate is met, as {@link io.meshobservatory.cli.simulator.Fate#shares}
 * @param latency how long it takes
 * @param failing how many of so many answers fail since something that they need fails
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: it lives as long as some requests are counted
record Alternative(
        double weight, RowSum sum, Sight sight, double[] shares, LatencyPool latency, LongUnaryOperator failing) {}
