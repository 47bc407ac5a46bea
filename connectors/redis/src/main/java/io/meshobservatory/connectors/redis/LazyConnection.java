/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import io.lettuce.core.api.StatefulConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is made when it can be: Lettuce reconnects what was connected once, but a first attempt that fails is
 * not repeated. Thread-safe.
 */
final class LazyConnection<C extends StatefulConnection<?, ?>> {
    private final Supplier<? extends CompletionStage<C>> connector;
    private @Nullable CompletableFuture<C> attempt;
    private long attemptedNanos;

    LazyConnection(Supplier<? extends CompletionStage<C>> connector) {
        this.connector = connector;
    }

    /** The connection if it is open now, else null. Starts an attempt where the last one failed a while ago. */
    @Nullable
    C get() {
        CompletableFuture<C> current = attempt();
        if (!current.isDone() || current.isCompletedExceptionally()) {
            return null;
        }
        C connection = current.join();
        return connection.isOpen() ? connection : null;
    }

    /** As {@link #get}, waiting for an attempt that is under way. */
    @Nullable
    C get(Duration wait) throws InterruptedException {
        try {
            attempt().get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException notConnected) {
            return null;
        }
        return get();
    }

    private synchronized CompletableFuture<C> attempt() {
        long now = System.nanoTime();
        CompletableFuture<C> last = attempt;
        if (last != null && (!last.isCompletedExceptionally() || !isDelayOver(now))) {
            return last;
        }
        attemptedNanos = now;
        CompletableFuture<C> next = connector.get().toCompletableFuture();
        attempt = next;
        return next;
    }

    private boolean isDelayOver(long now) {
        return now - attemptedNanos >= RedisClients.RECONNECT_DELAY.toNanos();
    }
}
