/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.Outbox.Tick;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the mesh sends, in order, for the requests that arrive from one second on. Merges two queues by time: what is over
 * at a moment, and the ticks of timers. An exporter's buffer is empty after each tick, so that which spans and logs it
 * sends depends on the last seconds only, and not on where the simulation began; counters begin with it. Not thread-safe.
 */
final class RequestStream {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Arrivals arrivals;
    private final long beginSecond;
    private final long endSecond;
    private final PriorityQueue<Occurrence> occurrences = new PriorityQueue<>(Occurrence.BY_TIME);
    private final Outbox outbox;
    private long nextSecond;
    private boolean started;

    /** Follows the requests that arrive in the seconds [{@code beginSecond}, {@code endSecond}). */
    RequestStream(Mesh mesh, Arrivals arrivals, long beginSecond, long endSecond) {
        this.arrivals = arrivals;
        this.nextSecond = beginSecond;
        this.beginSecond = beginSecond;
        this.endSecond = endSecond;
        this.outbox = new Outbox(mesh);
    }

    /** What happened so far. */
    SimulatedTruth truth() {
        return outbox.truth();
    }

    /** The next request; null when everything has been sent that came of the arrivals. */
    @Nullable
    SimulatedRequest next() {
        return nextBefore(Long.MAX_VALUE);
    }

    /** The next request if it is sent before a moment, else null; asking again later goes on from there. */
    @Nullable
    SimulatedRequest nextBefore(long limitNanos) {
        start();
        while (true) {
            SimulatedRequest ready = outbox.poll();
            if (ready != null) {
                return ready;
            }
            Occurrence occurrence = occurrences.peek();
            Tick tick = outbox.nextTick();
            long occurrenceAt = occurrence == null ? Long.MAX_VALUE : occurrence.nanos();
            long tickAt = tick == null ? Long.MAX_VALUE : tick.nanos();
            long earliest = Math.min(occurrenceAt, tickAt);
            // what arrives later can still end earlier, until its second has been simulated
            if (nextSecond < endSecond && earliest >= nextSecond * NANOS_PER_SECOND) {
                if (nextSecond * NANOS_PER_SECOND >= limitNanos) {
                    return null;
                }
                arrivals.simulateSecond(nextSecond, occurrences::addAll);
                nextSecond++;
                continue;
            }
            if (earliest >= limitNanos || earliest == Long.MAX_VALUE) {
                return null;
            }
            if (tickAt <= occurrenceAt) {
                outbox.tick(nextSecond >= endSecond && occurrences.isEmpty());
            } else {
                outbox.accept(occurrences.remove());
            }
        }
    }

    /** Before anything happens, the proxies of a stretch of time that has an end know what they will count. */
    private void start() {
        if (started) {
            return;
        }
        started = true;
        if (outbox.foreseesSeries() && endSecond < Long.MAX_VALUE / NANOS_PER_SECOND) {
            for (long second = beginSecond; second < endSecond; second++) {
                arrivals.simulateSecond(second, all -> all.forEach(outbox::foresee));
            }
        }
        outbox.startScraping(beginSecond * NANOS_PER_SECOND);
    }
}
