/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.latency;

import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.benchmarks.recording.Repetition;
import io.meshobservatory.benchmarks.recording.ShiftableRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Sends the requests of a recording at a steady rate of spans, each as if its last span had just ended. */
final class Load implements Runnable {
    private static final int MAX_IN_FLIGHT = 64;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Recording recording;
    private final OtlpHttp otlp;
    private final long spansPerSecond;
    private final Clock clock;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean stopped;

    Load(Recording recording, OtlpHttp otlp, long spansPerSecond, Clock clock) {
        this.recording = recording;
        this.otlp = otlp;
        this.spansPerSecond = spansPerSecond;
        this.clock = clock;
    }

    /** How many spans were taken. */
    long sent() {
        return sent.get();
    }

    /** How many requests were not taken. */
    long failed() {
        return failed.get();
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
        long start = System.nanoTime();
        long spans = 0;
        for (long repetition = clock.millis(); !stopped; repetition++) {
            for (ShiftableRequest request : recording.requests()) {
                if (stopped) {
                    return;
                }
                long due = start + (long) (spans / (double) spansPerSecond * NANOS_PER_SECOND);
                while (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                long later = nowNanos() - request.lastEndNanos();
                // a copy, as it may be on its way when the next repetition comes round
                byte[] bytes =
                        request.shift(Repetition.traceMask(repetition), later).clone();
                inFlight.acquireUninterruptibly();
                int count = request.spans();
                spans += count;
                otlp.send(bytes).whenComplete((done, error) -> {
                    inFlight.release();
                    (error == null ? sent : failed).addAndGet(error == null ? count : 1);
                });
            }
        }
    }

    private long nowNanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
