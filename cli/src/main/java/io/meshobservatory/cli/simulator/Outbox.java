/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.logs.LogRecords;
import io.meshobservatory.cli.simulator.metrics.MetricsForm;
import io.meshobservatory.cli.simulator.metrics.MetricsStore;
import io.meshobservatory.cli.simulator.metrics.Scrape;
import io.meshobservatory.cli.simulator.proxy.Emitter;
import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What waits to be sent: buffers of spans and logs, counters, and the timers that empty and read them. Not thread-safe. */
final class Outbox {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int LOG_FLUSH_RECORDS = 100;
    private static final long RESEND_NANOS = NANOS_PER_SECOND;

    private final Mesh mesh;
    private final Flaws flaws;
    private final Set<Signal> signals;
    private final MetricsForm metricsForm;
    private final MetricsStore metrics;
    private final SimulatedTruth truth = new SimulatedTruth();
    private final Map<Exporter, List<Span>> spans = new HashMap<>();
    private final Map<Emitter, List<ProxyReport>> logs = new HashMap<>();
    private final PriorityQueue<Tick> ticks = new PriorityQueue<>(Tick.BY_TIME);
    private final Queue<SimulatedRequest> ready = new ArrayDeque<>();

    /**
     * The tick of a timer: of an exporter of spans, of a proxy's log, of a scrape, or of a request to be sent again.
     *
     * @param kind and
     * @param index and
     * @param generation for an order of ticks at one moment
     */
    record Tick(
            long nanos,
            Kind kind,
            int index,
            long generation,
            @Nullable Object owner) {
        static final Comparator<Tick> BY_TIME = Comparator.comparingLong(Tick::nanos)
                .thenComparing(Tick::kind)
                .thenComparingInt(Tick::index)
                .thenComparingLong(Tick::generation);

        enum Kind {
            SPANS,
            LOGS,
            SCRAPE,
            AGAIN
        }
    }

    Outbox(Mesh mesh) {
        this.mesh = mesh;
        this.flaws = mesh.scenario().flaws();
        this.signals = mesh.scenario().signals();
        this.metricsForm = mesh.scenario().metrics();
        this.metrics = new MetricsStore(metricsForm);
    }

    SimulatedTruth truth() {
        return truth;
    }

    @Nullable
    SimulatedRequest poll() {
        return ready.poll();
    }

    @Nullable
    Tick nextTick() {
        return ticks.peek();
    }

    boolean foreseesSeries() {
        return signals.contains(Signal.METRICS) && metricsForm.knownSeries();
    }

    void foresee(Occurrence occurrence) {
        if (occurrence.report() != null) {
            metrics.foresee(occurrence.report());
        }
    }

    /** Scrapes every proxy once in the period that ends at a moment, and from then on in each. */
    void startScraping(long nanos) {
        if (!signals.contains(Signal.METRICS)) {
            return;
        }
        long period = metricsForm.intervalNanos();
        for (int key : mesh.emitters().keySet()) {
            long phase = Math.floorMod(SeededRandom.hash(key, 31), period);
            ticks.add(new Tick(Exporter.nextTick(nanos - period, phase, period), Tick.Kind.SCRAPE, key, 0, null));
        }
    }

    void accept(Occurrence occurrence) {
        FinishedSpan span = occurrence.span();
        ProxyReport report = occurrence.report();
        if (span != null) {
            accept(span, occurrence.nanos());
        } else if (report != null) {
            accept(report, occurrence.nanos());
        } else if (occurrence.call() != null) {
            truth.add(occurrence.call());
        }
    }

    /** Does what the next tick demands; {@code over} tells that nothing will happen any more. */
    void tick(boolean over) {
        Tick tick = ticks.remove();
        switch (tick.kind()) {
            case SPANS -> flushSpans((Exporter) tick.owner(), tick.nanos());
            case LOGS -> flushLogs((Emitter) tick.owner(), tick.nanos());
            case SCRAPE -> scrape(tick, over);
            case AGAIN -> {
                SimulatedRequest request = (SimulatedRequest) tick.owner();
                if (request != null) {
                    ready.add(request.again(tick.nanos()));
                    truth.countSent(request);
                }
            }
        }
    }

    private void accept(FinishedSpan finished, long nanos) {
        if (!signals.contains(Signal.TRACES)) {
            return;
        }
        if (isChosen(flaws.spanLoss(), finished.span().getSpanId().hashCode(), 3)) {
            truth.countLostSpan();
            return;
        }
        Exporter exporter = finished.exporter();
        List<Span> buffer = spans.computeIfAbsent(exporter, key -> new ArrayList<>());
        if (buffer.isEmpty()) {
            ticks.add(new Tick(
                    exporter.nextTick(nanos), Tick.Kind.SPANS, exporter.index(), exporter.generation(), exporter));
        }
        buffer.add(finished.span());
        if (buffer.size() >= exporter.flushSpans()) {
            flushSpans(exporter, nanos);
        }
    }

    private void accept(ProxyReport report, long nanos) {
        if (signals.contains(Signal.METRICS)) {
            metrics.add(report);
        }
        if (!signals.contains(Signal.ACCESS_LOGS)) {
            return;
        }
        Emitter emitter = report.emitter();
        List<ProxyReport> buffer = logs.computeIfAbsent(emitter, key -> new ArrayList<>());
        if (buffer.isEmpty()) {
            long next = Exporter.nextTick(nanos, 0, NANOS_PER_SECOND);
            ticks.add(new Tick(next, Tick.Kind.LOGS, emitter.key(), emitter.generation(), emitter));
        }
        buffer.add(report);
        truth.addLogged(report);
        if (buffer.size() >= LOG_FLUSH_RECORDS) {
            flushLogs(emitter, nanos);
        }
    }

    /** Sends what there is; nothing if it was full in the meantime, and has been sent. */
    private void flushSpans(@Nullable Exporter exporter, long nanos) {
        List<Span> buffer = exporter == null ? null : spans.remove(exporter);
        if (exporter == null || buffer == null) {
            return;
        }
        ExportTraceServiceRequest message = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(exporter.resource())
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .setScope(exporter.scope())
                                .addAllSpans(buffer)))
                .build();
        send(new SimulatedRequest(nanos, OtlpSignal.SPANS, message, buffer.size()), exporter.index());
    }

    private void flushLogs(@Nullable Emitter emitter, long nanos) {
        List<ProxyReport> buffer = emitter == null ? null : logs.remove(emitter);
        if (emitter == null || buffer == null) {
            return;
        }
        SimulatedRequest request = new SimulatedRequest(
                nanos,
                OtlpSignal.LOGS,
                LogRecords.message(buffer, mesh.scenario().logs()),
                buffer.size());
        send(request, emitter.key());
    }

    private void scrape(Tick tick, boolean over) {
        var emitter = mesh.emitters().get(tick.index());
        if (emitter == null) {
            throw new IllegalStateException("no proxy of number " + tick.index());
        }
        Scrape scrape = metrics.scrape(emitter.apply(tick.nanos()), tick.nanos());
        scrape.carried().forEach(truth::addCarried);
        if (scrape.points() > 0) {
            send(
                    new SimulatedRequest(tick.nanos(), OtlpSignal.METRICS, scrape.message(), scrape.points()),
                    tick.index());
        }
        if (!over) {
            ticks.add(new Tick(tick.nanos() + metricsForm.intervalNanos(), Tick.Kind.SCRAPE, tick.index(), 0, null));
        }
    }

    private void send(SimulatedRequest request, int sender) {
        ready.add(request);
        truth.countSent(request);
        if (isChosen(flaws.duplicates(), request.sendTimeNanos(), sender)) {
            ticks.add(new Tick(
                    request.sendTimeNanos() + RESEND_NANOS,
                    Tick.Kind.AGAIN,
                    sender,
                    request.signal().ordinal(),
                    request));
        }
    }

    private static boolean isChosen(double ratio, long one, long other) {
        return ratio > 0 && new SeededRandom(SeededRandom.hash(one, other)).nextDouble() < ratio;
    }
}
