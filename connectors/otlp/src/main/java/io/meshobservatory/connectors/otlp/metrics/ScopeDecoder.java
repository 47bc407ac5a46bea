/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.MetricPoint;
import io.meshobservatory.core.metric.Reading;
import io.meshobservatory.core.metric.SeriesId;
import io.meshobservatory.core.metric.Temporality;
import io.meshobservatory.core.metric.UnusableReason;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decodes the metrics of one scope of one resource: one target, or one per start time. Used once. */
final class ScopeDecoder {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final String ZTUNNEL = "ztunnel";

    private final TargetResource resource;
    private final ScopeMetrics metrics;
    private final String key;
    private final LinkerdSeries linkerd;
    private final Map<String, TargetBuilder> targets = new LinkedHashMap<>();
    private final Set<Alias> istioAliases = new LinkedHashSet<>();
    private long passedOver;

    ScopeDecoder(TargetResource resource, ScopeMetrics metrics) {
        this.resource = resource;
        this.metrics = metrics;
        this.key = resource.key(metrics.getScope());
        this.linkerd = new LinkerdSeries(resource);
    }

    void decode() {
        for (Metric metric : metrics.getMetricsList()) {
            prepare(metric);
        }
        for (Metric metric : metrics.getMetricsList()) {
            decode(metric);
        }
    }

    Collection<TargetBuilder> targets() {
        return targets.values();
    }

    Set<Alias> aliases() {
        Set<Alias> aliases = new LinkedHashSet<>(linkerd.aliases());
        aliases.addAll(istioAliases);
        return aliases;
    }

    long passedOver() {
        return passedOver;
    }

    private void prepare(Metric metric) {
        String name = MetricNames.canonical(metric.getName());
        if (LinkerdSeries.mayBe(name)) {
            for (RawPoint point : RawPoint.of(metric)) {
                try {
                    linkerd.prepare(name, Labels.of(point.attributes()), point.timeNanos());
                } catch (UnusablePointException unusable) {
                    // it is counted when the point itself is decoded
                }
            }
        }
    }

    private void decode(Metric metric) {
        String name = MetricNames.canonical(metric.getName());
        boolean ofScraper = name.equals("up") || name.startsWith("scrape_");
        EnvoyHealth.@Nullable Match health = EnvoyHealth.match(name);
        boolean known =
                IstioSeries.knows(name) || ControlPlane.knows(name) || LinkerdSeries.mayBe(name) || health != null;
        if (known || isTellingZtunnel(name)) {
            for (RawPoint point : RawPoint.of(metric)) {
                TargetBuilder target = target(point);
                noteSeen(target, point, ofScraper);
                decode(metric, name, health, point, target);
            }
            return;
        }
        // of a metric that tells nothing, one point is enough to know that the target was read
        List<RawPoint> points = RawPoint.of(metric);
        passedOver += points.size();
        if (!points.isEmpty()) {
            noteSeen(target(points.get(0)), points.get(0), ofScraper);
        }
    }

    /** What the scraper itself adds is there even if the target did not answer. */
    private static void noteSeen(TargetBuilder target, RawPoint point, boolean ofScraper) {
        if (!ofScraper && !point.marksGap() && point.timeNanos() > 0) {
            target.seen(point.timeNanos());
        }
    }

    private void decode(
            Metric metric, String name, EnvoyHealth.@Nullable Match health, RawPoint point, TargetBuilder target) {
        if (point.marksGap()) {
            passedOver++;
            return;
        }
        Labels labels = Labels.of(point.attributes());
        try {
            if (IstioSeries.namesBothSides(name)) {
                IstioSides.aliases(labels, resource, point.timeNanos() / NANOS_PER_MILLI, istioAliases::add);
            }
            Interpretation interpretation = interpret(name, health, labels, target);
            if (interpretation == null) {
                passedOver++;
                return;
            }
            target.add(read(metric, point, labels, interpretation));
        } catch (UnusablePointException unusable) {
            target.addUnusable(unusable.reason());
        }
    }

    private @Nullable Interpretation interpret(
            String name, EnvoyHealth.@Nullable Match health, Labels labels, TargetBuilder target)
            throws UnusablePointException {
        if (health != null) {
            return health.interpret(labels, resource);
        }
        if (IstioSeries.knows(name)) {
            return IstioSeries.of(name, labels, resource, target::addOwn);
        }
        if (ControlPlane.knows(name)) {
            return ControlPlane.of(name, labels, resource);
        }
        if (LinkerdSeries.mayBe(name)) {
            return linkerd.of(name, labels);
        }
        if (isTellingZtunnel(name) && (!name.equals("istio_build") || labels.is("component", ZTUNNEL))) {
            target.standsForMany();
        }
        return null;
    }

    private MetricPoint read(Metric metric, RawPoint point, Labels labels, Interpretation interpretation)
            throws UnusablePointException {
        if (point.timeNanos() <= 0) {
            throw new UnusablePointException(UnusableReason.NO_TIME);
        }
        Reading reading = interpretation.wanted().read(point);
        Temporality temporality = interpretation.wanted().temporality(point);
        if (key.isEmpty() && point.startNanos() == 0 && temporality == Temporality.CUMULATIVE) {
            throw new UnusablePointException(UnusableReason.NO_TARGET_IDENTITY);
        }
        SeriesId series = SeriesId.of(metric.getName() + '\u0000' + labels.textWithout(List.of()));
        return new MetricPoint(
                series, interpretation.meaning(), temporality, point.startNanos(), point.timeNanos(), reading);
    }

    /**
     * Of a resource that tells nothing, the start of the process tells one sender from another. Delta points have another
     * start each time, but need no sender: all of them are one target.
     */
    private TargetBuilder target(RawPoint point) {
        boolean nameless = key.isEmpty();
        boolean shared = nameless && point.temporality() == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
        String own = shared ? "deltas" : nameless ? "start=" + point.startNanos() : key;
        return targets.computeIfAbsent(own, text -> new TargetBuilder(text, resource, shared));
    }

    private static boolean isTellingZtunnel(String name) {
        return name.equals("istio_build") || name.startsWith("istio_xds_");
    }
}
