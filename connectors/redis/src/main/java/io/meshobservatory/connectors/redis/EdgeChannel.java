/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.meshobservatory.core.window.EdgeRow;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the channel for all consumers of a process, so that each message is read once. Made with the first
 * subscription, tried again until it succeeds, and then kept by Lettuce, which subscribes anew when it reconnects.
 */
final class EdgeChannel {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeChannel.class);

    private final RedisClient client;
    private final RedisURI uri;
    private final Function<byte[], @Nullable EdgeRow> reader;
    private final List<Handle> handles = new CopyOnWriteArrayList<>();
    private final LongAdder consumerFailures = new LongAdder();
    private boolean started;
    private volatile boolean closed;

    EdgeChannel(RedisClient client, RedisURI uri, Function<byte[], @Nullable EdgeRow> reader) {
        this.client = client;
        this.uri = uri;
        this.reader = reader;
    }

    LiveEdges.Subscription subscribe(Consumer<EdgeRow> consumer) {
        Handle handle = new Handle(consumer);
        handles.add(handle);
        start();
        return () -> handles.remove(handle);
    }

    long consumerFailureCount() {
        return consumerFailures.sum();
    }

    void close() {
        closed = true;
        handles.clear();
    }

    private synchronized void start() {
        if (!started) {
            started = true;
            connect();
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        Future<?> unused = client.connectPubSubAsync(RedisClients.CODEC, uri)
                .toCompletableFuture()
                .thenCompose(this::listen)
                .whenComplete((done, failure) -> {
                    if (failure != null && !closed) {
                        LOG.debug("The channel of live edges is not there yet", failure);
                        Future<?> unusedRetry = client.getResources()
                                .eventExecutorGroup()
                                .schedule(
                                        this::connect, RedisClients.RECONNECT_DELAY.toMillis(), TimeUnit.MILLISECONDS);
                    }
                });
    }

    private CompletableFuture<Void> listen(StatefulRedisPubSubConnection<String, byte[]> connection) {
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String name, byte[] message) {
                dispatch(message);
            }
        });
        return connection
                .async()
                .subscribe(LiveGraphKeys.CHANNEL)
                .toCompletableFuture()
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        CompletableFuture<Void> unused = connection.closeAsync(); // the next attempt makes another
                    }
                });
    }

    private void dispatch(byte[] message) {
        if (handles.isEmpty()) {
            return;
        }
        EdgeRow row = reader.apply(message);
        if (row == null) {
            return;
        }
        for (Handle handle : handles) {
            try {
                handle.consumer.accept(row);
            } catch (RuntimeException failed) {
                consumerFailures.increment();
                LOG.debug("A consumer of live edges failed", failed);
            }
        }
    }

    /** Makes each subscription its own, even of one consumer twice. */
    private static final class Handle {
        private final Consumer<EdgeRow> consumer;

        private Handle(Consumer<EdgeRow> consumer) {
            this.consumer = consumer;
        }
    }
}
