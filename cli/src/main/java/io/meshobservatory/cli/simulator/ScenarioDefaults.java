/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.logs.LogForm;
import io.meshobservatory.cli.simulator.metrics.MetricsForm;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario tells of the mesh as a whole. Immutable.
 *
 * @param mesh what stands between its services and the network, where a service does not tell
 */
record ScenarioDefaults(
        String name,
        String description,
        List<String> clusters,
        String trustDomain,
        Dialect mesh,
        Latency network,
        Set<Signal> signals,
        MetricsForm metrics,
        LogForm logs,
        Flaws flaws) {
    private static final Latency NETWORK = new Latency(0.3, 2);
    private static final double MIN_SAMPLING = 1e-6;
    private static final int MAX_INTERVAL_SECONDS = 3_600;
    private static final int MAX_SKEW_MILLIS = 60_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    static ScenarioDefaults read(ScenarioFields fields) throws ScenarioException {
        String name = fields.label("name");
        return new ScenarioDefaults(
                name,
                fields.text("description", ""),
                clusters(fields),
                fields.text("trust_domain", "cluster.local"),
                fields.has("mesh") ? ServiceReader.mesh(fields) : mesh(fields),
                ServiceReader.latency(fields.mapping("network"), NETWORK),
                signals(fields),
                metrics(fields.mapping("metrics")),
                logs(fields.mapping("access_logs")),
                new Flaws(
                        fields.number("sampling", 1, MIN_SAMPLING, 1),
                        fields.ratio("loss", 0),
                        fields.ratio("duplicates", 0),
                        fields.integer("clock_skew_ms", 0, 0, MAX_SKEW_MILLIS) * NANOS_PER_MILLI));
    }

    Scenario scenario(Map<String, ServiceSpec> services, Map<String, TargetSpec> targets, List<EntrySpec> entries) {
        return new Scenario(
                name,
                description,
                clusters,
                trustDomain,
                network,
                signals,
                metrics,
                logs,
                flaws,
                services,
                targets,
                entries);
    }

    private static Dialect mesh(ScenarioFields fields) throws ScenarioException {
        // reading it makes the field known
        fields.textOrNull("mesh");
        return Dialect.ISTIO;
    }

    private static List<String> clusters(ScenarioFields fields) throws ScenarioException {
        List<String> clusters = fields.texts("clusters");
        if (fields.has("cluster") && !clusters.isEmpty()) {
            throw fields.mismatch("cluster", "nothing beside clusters");
        }
        if (Set.copyOf(clusters).size() < clusters.size()) {
            throw fields.mismatch("clusters", "different names");
        }
        return clusters.isEmpty() ? List.of(fields.text("cluster", "Kubernetes")) : clusters;
    }

    private static Set<Signal> signals(ScenarioFields fields) throws ScenarioException {
        if (!fields.has("signals")) {
            return EnumSet.of(Signal.TRACES);
        }
        Set<Signal> signals = GraphStatement.signals(fields, "signals");
        if (signals.isEmpty()) {
            throw fields.mismatch("signals", "at least one of " + String.join(", ", Signal.labels()));
        }
        return signals;
    }

    private static MetricsForm metrics(@Nullable ScenarioFields fields) throws ScenarioException {
        if (fields == null) {
            return MetricsForm.DEFAULT;
        }
        MetricsForm.Way way = switch (fields.text("via", "prometheus")) {
            case "prometheus" -> MetricsForm.Way.PROMETHEUS;
            case "envoy_sink" -> MetricsForm.Way.ENVOY_SINK;
            default -> throw fields.mismatch("via", "prometheus or envoy_sink");
        };
        boolean delta = switch (fields.text("temporality", "cumulative")) {
            case "cumulative" -> false;
            case "delta" -> true;
            default -> throw fields.mismatch("temporality", "cumulative or delta");
        };
        if (delta && way != MetricsForm.Way.ENVOY_SINK) {
            throw fields.mismatch("temporality", "cumulative; only envoy_sink sends differences");
        }
        MetricsForm form = new MetricsForm(
                way,
                fields.integer("interval_s", 15, 1, MAX_INTERVAL_SECONDS) * NANOS_PER_SECOND,
                delta,
                fields.bool("known_series", true));
        fields.rejectUnknown();
        return form;
    }

    private static LogForm logs(@Nullable ScenarioFields fields) throws ScenarioException {
        if (fields == null) {
            return LogForm.TEXT;
        }
        String format = fields.text("format", "text");
        for (LogForm form : LogForm.values()) {
            if (form.name().toLowerCase(Locale.ROOT).equals(format)) {
                fields.rejectUnknown();
                return form;
            }
        }
        throw fields.mismatch("format", "text, json or labels");
    }
}
