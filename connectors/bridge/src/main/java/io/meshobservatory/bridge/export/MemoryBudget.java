/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import io.meshobservatory.bridge.result.BridgeResult;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all requests together may hold. Thread-safe and without locks; nobody ever waits for room. */
public final class MemoryBudget {
    private final long maxBytes;
    private final AtomicLong used = new AtomicLong();

    public MemoryBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The bytes in use now, 0 to the maximum. */
    public long usedBytes() {
        return used.get();
    }

    /** The bytes that may be in use. */
    public long maxBytes() {
        return maxBytes;
    }

    /** The part of one request, empty at first. */
    public Reservation open() {
        return new Reservation();
    }

    private boolean tryReserve(long bytes) {
        while (true) {
            long now = used.get();
            if (bytes > maxBytes - now) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /**
     * What one request holds. It is handed from the event loop to a worker and further to a Kafka callback, one at a time;
     * {@link #close} may be called more than once.
     */
    public final class Reservation implements AutoCloseable {
        private final AtomicLong held = new AtomicLong();

        private Reservation() {}

        /** Takes {@code bytes} more, before they are allocated. */
        public void grow(long bytes) throws ExportException {
            if (!tryReserve(bytes)) {
                throw new ExportException(
                        BridgeResult.OUT_OF_MEMORY_BUDGET,
                        "the bridge holds as many bytes of requests as it may (" + maxBytes + ")");
            }
            held.addAndGet(bytes);
        }

        /** Refuses at once a body that would not fit now; takes nothing, since the sender may never send it. */
        public void requireRoomFor(long bytes) throws ExportException {
            if (bytes > maxBytes - used.get()) {
                throw new ExportException(
                        BridgeResult.OUT_OF_MEMORY_BUDGET,
                        "the bridge has no room for " + bytes + " bytes now (of " + maxBytes + ")");
            }
        }

        /** Whether more than half of the bytes that all requests may hold are free. */
        boolean hasMuchRoom() {
            return used.get() < maxBytes / 2;
        }

        /** Gives back {@code bytes} of what is held. */
        public void shrink(long bytes) {
            held.addAndGet(-bytes);
            used.addAndGet(-bytes);
        }

        @Override
        public void close() {
            used.addAndGet(-held.getAndSet(0));
        }
    }
}
