/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.metric.UnusableReason;

/**
 * Points of one target in one request that could not be used.
 *
 * @param node whose proxy sent them as far as the request tells, else the node of its address
 * @param reason why
 * @param timeMillis when the target was read, milliseconds since the epoch; 0 where no point tells
 * @param points how many
 */
public record UnusablePoints(Node node, UnusableReason reason, long timeMillis, long points) {}
