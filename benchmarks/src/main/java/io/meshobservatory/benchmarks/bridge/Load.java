/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests in a closed loop: as many as are permitted are on their way, and an answer makes room for the next one. One
 * use.
 */
final class Load {
    /** Its threads have this prefix. */
    static final String THREADS = "bench-sender";

    private static final long PATIENCE_SECONDS = 90;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Lane lane;
    private final List<SpanBatch> batches;
    private final int inFlight;
    private final Semaphore room;
    private final AtomicInteger next = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder spans = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder cpuNanos = new LongAdder();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

    Load(Lane lane, List<SpanBatch> batches, int inFlight) {
        this.lane = lane;
        this.batches = batches;
        this.inFlight = inFlight;
        this.room = new Semaphore(inFlight);
    }

    /**
     * Sends until the time is over, then waits for the answers.
     *
     * @param threads that send
     * @return what was acknowledged
     */
    Acknowledged run(int threads, Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        List<Thread> senders = IntStream.range(0, threads)
                .mapToObj(number -> new Thread(() -> sendUntil(end), THREADS + '-' + number))
                .toList();
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }
        if (!room.tryAcquire(inFlight, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("requests without an answer after " + PATIENCE_SECONDS + " s");
        }
        Throwable failure = firstFailure.get();
        return new Acknowledged(
                requests.sum(),
                spans.sum(),
                bytes.sum(),
                records.sum(),
                failures.sum(),
                cpuNanos.sum() / NANOS_PER_SECOND,
                failure == null ? "" : failure.toString());
    }

    private void sendUntil(long endNanos) {
        while (System.nanoTime() - endNanos < 0) {
            room.acquireUninterruptibly();
            int index = Math.floorMod(next.getAndIncrement(), lane.size());
            lane.send(index).whenComplete((done, failure) -> answered(batches.get(index), failure));
        }
        cpuNanos.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    private void answered(SpanBatch batch, @Nullable Throwable failure) {
        if (failure == null) {
            requests.increment();
            spans.add(batch.spans());
            bytes.add(batch.message().length);
            records.add(batch.records().size());
        } else {
            failures.increment();
            firstFailure.compareAndSet(null, failure);
        }
        room.release();
    }

    /**
     * What came of it.
     *
     * @param requests how many were acknowledged
     * @param spans in them
     * @param bytes of them, as messages without frame and compression
     * @param records that they are in Kafka
     * @param failures how many requests failed
     * @param cpuSeconds of the threads that sent
     * @param firstFailure why the first of them did; empty if none did
     */
    record Acknowledged(
            long requests,
            long spans,
            long bytes,
            long records,
            long failures,
            double cpuSeconds,
            String firstFailure) {}
}
