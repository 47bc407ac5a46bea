/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;

/**
 * An edge, and from where it was seen: whose sums they are. Immutable.
 *
 * @param edge the edge as the telemetry tells it
 * @param vantage from where it was seen
 */
public record EdgePlace(Edge edge, Vantage vantage) {
    public EdgePlace {
        requireNonNull(edge, "edge");
        requireNonNull(vantage, "vantage");
    }
}
