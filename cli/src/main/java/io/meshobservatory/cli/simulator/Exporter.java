/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.Comparator;

/**
 * What sends spans: a worker thread of a proxy, or the SDK of an application. It sends when enough spans have ended, and
 * at every tick of its timer. Immutable.
 *
 * @param index its place among all exporters of the mesh
 * @param generation how often what it belongs to was restarted before
 * @param resource whom the spans are of
 * @param scope what recorded them
 * @param flushSpans how many spans make it send at once, at least 1
 * @param phaseNanos when its timer ticks, in [0, {@link #FLUSH_NANOS})
 * @param skewNanos by how much the clock of its pod is ahead
 */
record Exporter(
        int index,
        long generation,
        Resource resource,
        InstrumentationScope scope,
        int flushSpans,
        long phaseNanos,
        long skewNanos) {
    /** The period of the timer: 5 s, in Envoy and in OpenTelemetry's SDKs. */
    static final long FLUSH_NANOS = 5_000_000_000L;

    static final Comparator<Exporter> ORDER =
            Comparator.comparingInt(Exporter::index).thenComparingLong(Exporter::generation);

    /** The first tick after a moment. */
    long nextTick(long nanos) {
        return nextTick(nanos, phaseNanos, FLUSH_NANOS);
    }

    /** The first tick after a moment of a timer that ticks at a phase of each period. */
    static long nextTick(long nanos, long phaseNanos, long periodNanos) {
        return nanos + periodNanos - Math.floorMod(nanos - phaseNanos, periodNanos);
    }
}
