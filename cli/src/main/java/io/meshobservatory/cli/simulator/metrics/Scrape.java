/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.metrics;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.util.List;

/**
 * What one proxy tells at one moment. Immutable.
 *
 * @param message as it is sent
 * @param points how many data points it has
 * @param carried what it tells beyond what was told before
 */
public record Scrape(ExportMetricsServiceRequest message, int points, List<Carried> carried) {
    public Scrape {
        carried = List.copyOf(carried);
    }
}
