/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.metrics;

import io.meshobservatory.cli.simulator.proxy.Emitter;
import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The counters of all proxies of a mesh. Not thread-safe. */
public final class MetricsStore {
    private static final int MAX_BEFORE = 500;

    private final MetricsForm form;
    private final Map<Integer, Target> targets = new HashMap<>();

    /** An empty store whose contents are told in a form. */
    public MetricsStore(MetricsForm form) {
        this.form = form;
    }

    /** Counts what a proxy reports; what comes from before its last restart is lost. */
    public void add(ProxyReport report) {
        Target target = target(report.emitter());
        if (target.emitter().generation() == report.emitter().generation()) {
            series(target, report).add(report);
        }
    }

    /**
     * Makes the series of a report known before it is counted, as if it had been in use for long; of each proxy, those of
     * the generation that reports first.
     */
    public void foresee(ProxyReport report) {
        Emitter emitter = report.emitter();
        Target target = targets.computeIfAbsent(emitter.key(), key -> new Target(emitter, form.delta()));
        if (target.emitter().generation() != emitter.generation()) {
            return;
        }
        Series series = series(target, report);
        if (series.isZero() && !form.delta()) {
            series.begin(1 + Math.floorMod(key(series.labels()).hashCode(), MAX_BEFORE));
        }
    }

    /** What a proxy tells at a moment. */
    public Scrape scrape(Emitter emitter, long nanos) {
        Target target = target(emitter);
        MetricsMessage message = new MetricsMessage(form, target.emitter(), nanos);
        target.series().values().forEach(message::add);
        if (form.way() == MetricsForm.Way.PROMETHEUS) {
            target.takeStale().forEach(message::addStale);
        }
        List<Carried> carried = target.takeCarried();
        if (form.delta()) {
            target.series().values().forEach(Series::clear);
        }
        return new Scrape(message.build(), message.points(), carried);
    }

    private Target target(Emitter emitter) {
        Target known = targets.get(emitter.key());
        boolean renamed = known != null
                && !known.emitter().self().pod().equals(emitter.self().pod());
        if (known == null || (renamed && emitter.generation() > known.emitter().generation())) {
            known = new Target(emitter, form.delta());
            targets.put(emitter.key(), known);
        } else if (emitter.generation() > known.emitter().generation()) {
            known.restart(emitter);
        }
        return known;
    }

    private static Series series(Target target, ProxyReport report) {
        List<KeyValue> labels = Labels.of(report);
        return target.series().computeIfAbsent(key(labels), key -> new Series(labels, report));
    }

    static String key(List<KeyValue> labels) {
        StringBuilder key = new StringBuilder();
        for (KeyValue label : labels) {
            key.append(label.getValue().getStringValue()).append('\n');
        }
        return key.toString();
    }
}
