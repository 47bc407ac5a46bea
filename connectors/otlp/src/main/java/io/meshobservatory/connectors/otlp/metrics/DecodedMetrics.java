/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.TargetPoints;
import java.util.List;
import java.util.Set;

/**
 * What one request tells. Immutable by convention: the lists must not be written to.
 *
 * @param targets the points that mean something, by target; a target without any is here too, for having been read
 * @param aliases under which names those are known to others who know only a service account
 * @param unusable the points that should count and cannot
 * @param passedOver how many points were of no interest: other metrics, staleness markers
 */
public record DecodedMetrics(
        List<TargetPoints> targets, Set<Alias> aliases, List<UnusablePoints> unusable, long passedOver) {}
