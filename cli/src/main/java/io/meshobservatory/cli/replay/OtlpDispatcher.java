/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over several connections at a time, and counts what became of them. Bounded: who hands over a request
 * waits while all connections are busy. With one connection, requests are sent in the order in which they are handed
 * over. Thread-safe.
 */
public final class OtlpDispatcher implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final OtlpSender sender;
    private final int connections;
    private final Semaphore free;
    private final ExecutorService threads;
    private final AtomicLong requestsSent = new AtomicLong();
    private final AtomicLongArray recordsSent = new AtomicLongArray(OtlpSignal.values().length);
    private final AtomicLong requestsFailed = new AtomicLong();
    private final AtomicLong recordsFailed = new AtomicLong();
    private final AtomicLong recordsRejected = new AtomicLong();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicReference<@Nullable String> rejection = new AtomicReference<>();
    private final AtomicReference<@Nullable OtlpSendException> failure = new AtomicReference<>();

    /**
     * What became of the requests so far.
     *
     * @param requestsSent accepted requests
     * @param recordsSent spans, data points and log records in them
     * @param requestsFailed requests that were not accepted
     * @param recordsFailed records in those
     * @param recordsRejected records that a server refused of requests that it accepted
     * @param attempts how often anything was sent
     */
    public record Counts(
            long requestsSent,
            long recordsSent,
            long requestsFailed,
            long recordsFailed,
            long recordsRejected,
            long attempts) {}

    /**
     * A dispatcher.
     *
     * @param connections how many requests may be under way, at least 1
     * @param name of its threads
     */
    public OtlpDispatcher(OtlpSender sender, int connections, String name) {
        if (connections < 1) {
            throw new IllegalArgumentException("connections: " + connections + " (expected: at least 1)");
        }
        this.sender = requireNonNull(sender, "sender");
        this.connections = connections;
        free = new Semaphore(connections);
        threads = Executors.newFixedThreadPool(connections, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Hands over a request; waits until a connection has taken it.
     *
     * @param records how many spans, data points or log records it carries, for the counts
     */
    public void submit(OtlpSignal signal, byte[] message, long records) throws InterruptedException {
        free.acquire();
        boolean taken = false;
        try {
            threads.execute(() -> {
                try {
                    send(signal, message, records);
                } finally {
                    free.release();
                }
            });
            taken = true;
        } finally {
            if (!taken) {
                free.release();
            }
        }
    }

    /**
     * Waits until a connection is free, so that a {@link #submit} by the same thread, if it is the only one, returns at
     * once.
     *
     * @return false if that takes too long
     */
    public boolean awaitConnection(Duration patience) throws InterruptedException {
        if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        free.release();
        return true;
    }

    /**
     * Waits until all that was handed over has been sent, or has failed.
     *
     * @return false if that takes too long
     */
    public boolean drain(Duration patience) throws InterruptedException {
        if (!free.tryAcquire(connections, patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        free.release(connections);
        return true;
    }

    /** The counts so far. */
    public Counts counts() {
        return new Counts(
                requestsSent.get(),
                Arrays.stream(OtlpSignal.values()).mapToLong(this::recordsSent).sum(),
                requestsFailed.get(),
                recordsFailed.get(),
                recordsRejected.get(),
                attempts.get());
    }

    /** Spans, data points or log records in accepted requests. */
    public long recordsSent(OtlpSignal signal) {
        return recordsSent.get(signal.ordinal());
    }

    /** The first failure, null if there was none. */
    public @Nullable OtlpSendException failure() {
        return failure.get();
    }

    /** What a server said when it first refused records, null if it did not. */
    public @Nullable String rejection() {
        return rejection.get();
    }

    /** Stops at once: what is under way is given up, and counted as failed. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(OtlpSignal signal, byte[] message, long records) {
        try {
            OtlpSender.Receipt receipt = sender.send(signal, message);
            attempts.addAndGet(receipt.attempts());
            requestsSent.incrementAndGet();
            recordsSent.addAndGet(signal.ordinal(), records);
            if (receipt.rejected() > 0) {
                recordsRejected.addAndGet(receipt.rejected());
                rejection.compareAndSet(null, receipt.message());
            }
        } catch (OtlpSendException refused) {
            countFailure(records);
            failure.compareAndSet(null, refused);
        } catch (InterruptedException interrupted) {
            countFailure(records);
            Thread.currentThread().interrupt();
        }
    }

    private void countFailure(long records) {
        requestsFailed.incrementAndGet();
        recordsFailed.addAndGet(records);
    }
}
