/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.live;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.common.stream.StreamWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One event stream. At most one event is on its way to the network, the others wait in a bounded buffer; when it is full
 * the oldest is dropped, and the client is told how many were. Thread-safe.
 */
final class StreamClient {
    private final StreamWriter<ServerSentEvent> writer;
    private final StreamFilter filter;
    private final int capacity;
    private final Executor executor;
    private final LongConsumer dropped;

    // guarded by this
    private final Deque<ServerSentEvent> waiting = new ArrayDeque<>();
    private @Nullable ServerSentEvent snapshot;
    private boolean started;
    private long droppedUntold;
    private boolean onItsWay;
    private boolean ending;

    /**
     * Makes a client.
     *
     * @param writer where events go
     * @param filter which edges are wanted
     * @param capacity how many events may wait
     * @param executor continues sending; never the thread that offers
     * @param dropped is told of dropped events
     */
    StreamClient(
            StreamWriter<ServerSentEvent> writer,
            StreamFilter filter,
            int capacity,
            Executor executor,
            LongConsumer dropped) {
        this.writer = requireNonNull(writer, "writer");
        this.filter = requireNonNull(filter, "filter");
        this.capacity = capacity;
        this.executor = requireNonNull(executor, "executor");
        this.dropped = requireNonNull(dropped, "dropped");
    }

    StreamFilter filter() {
        return filter;
    }

    boolean isOpen() {
        return writer.isOpen();
    }

    /** Gives the event that comes before all others; those offered until then wait. */
    void start(ServerSentEvent first) {
        synchronized (this) {
            snapshot = first;
        }
        pump();
    }

    void offer(ServerSentEvent event) {
        boolean full;
        synchronized (this) {
            if (ending) {
                return;
            }
            full = waiting.size() >= capacity;
            if (full) {
                waiting.pollFirst();
                droppedUntold++;
            }
            waiting.addLast(event);
        }
        if (full) {
            dropped.accept(1);
        }
        pump();
    }

    /** Gives an event only where nothing else waits: it is to show that the connection is alive. */
    void offerIfIdle(ServerSentEvent heartbeat) {
        boolean idle;
        synchronized (this) {
            idle = waiting.isEmpty() && !onItsWay;
        }
        if (idle) {
            offer(heartbeat);
        }
    }

    /** Sends a last event instead of those that wait, and ends the stream. */
    void end(@Nullable ServerSentEvent last) {
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
            waiting.clear();
            droppedUntold = 0;
        }
        if (last == null || writer.tryWrite(last)) {
            writer.close();
        }
    }

    private void pump() {
        ServerSentEvent next;
        synchronized (this) {
            next = onItsWay || ending ? null : takeNext();
            if (next == null) {
                return;
            }
            onItsWay = true;
        }
        if (writer.tryWrite(next)) {
            writer.whenConsumed().thenRunAsync(this::consumed, executor);
        }
    }

    private void consumed() {
        synchronized (this) {
            onItsWay = false;
        }
        pump();
    }

    private synchronized @Nullable ServerSentEvent takeNext() {
        if (!started) {
            ServerSentEvent first = snapshot;
            snapshot = null;
            started = first != null;
            return first;
        }
        if (droppedUntold > 0) {
            ServerSentEvent lagged = LiveEvents.lagged(droppedUntold);
            droppedUntold = 0;
            return lagged;
        }
        return waiting.pollFirst();
    }
}
