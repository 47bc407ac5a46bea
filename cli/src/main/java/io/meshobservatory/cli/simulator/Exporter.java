/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;

/**
 * What sends spans: a worker thread of a proxy, or the SDK of an application. It sends when enough spans have ended, and
 * at every tick of its timer. Immutable.
 *
 * @param index its place among all exporters of the mesh
 * @param resource whom the spans are of
 * @param scope what recorded them
 * @param flushSpans how many spans make it send at once, at least 1
 * @param phaseNanos when its timer ticks, in [0, {@link #FLUSH_NANOS})
 */
record Exporter(int index, Resource resource, InstrumentationScope scope, int flushSpans, long phaseNanos) {
    /** The period of the timer: 5 s, in Envoy and in OpenTelemetry's SDKs. */
    static final long FLUSH_NANOS = 5_000_000_000L;

    /** The first tick after a moment. */
    long nextTick(long nanos) {
        return nanos + FLUSH_NANOS - Math.floorMod(nanos - phaseNanos, FLUSH_NANOS);
    }
}
