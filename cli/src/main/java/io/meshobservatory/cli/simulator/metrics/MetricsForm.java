/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.metrics;

/**
 * How the metrics of a mesh are sent. Immutable.
 *
 * @param way by what
 * @param intervalNanos time between two scrapes, or two flushes, of one proxy
 * @param delta whether what came since the last flush is sent, and not the sum of all; only Envoy's sink can
 * @param knownSeries whether every series is there from the first scrape on, with what was counted before; else a series
 *     appears when it is first counted, as in a proxy that has just started
 */
public record MetricsForm(Way way, long intervalNanos, boolean delta, boolean knownSeries) {
    /** Scraped every 15 s. */
    public static final MetricsForm DEFAULT = new MetricsForm(Way.PROMETHEUS, 15_000_000_000L, false, true);

    /** How Istio's metrics get into OTLP. */
    public enum Way {
        /** The Prometheus receiver of a Collector scrapes each pod. */
        PROMETHEUS,
        /** Envoy's own OTLP stats sink, with a detector that adds the pod's name. */
        ENVOY_SINK
    }

    public MetricsForm {
        if (delta && way != Way.ENVOY_SINK) {
            throw new IllegalArgumentException("delta: true (expected: false; only Envoy's sink sends differences)");
        }
        if (intervalNanos <= 0) {
            throw new IllegalArgumentException("intervalNanos: " + intervalNanos + " (expected: above 0)");
        }
    }
}
