/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeRowJson;
import io.meshobservatory.core.window.WindowSize;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;

/**
 * Sends each row as one script call and goes on; answers are counted as they come. Written to from the task's thread
 * only. See {@link LiveEdgeSink} for what it promises.
 */
final class LiveEdgeWriter implements SinkWriter<EdgeRow> {
    private static final byte[] PUT = "put".getBytes(UTF_8);
    private static final byte[] REMOVE = "remove".getBytes(UTF_8);
    private static final byte[] LATE = "late".getBytes(UTF_8);
    private static final byte[] CHANNEL = LiveGraphKeys.CHANNEL.getBytes(UTF_8);
    private static final byte[] EDGE_PREFIX = LiveGraphKeys.EDGE_PREFIX.getBytes(UTF_8);
    private static final byte[] START = "0".getBytes(UTF_8);

    /** Members looked at in one step of trimming, and the time between steps: 1,000 a second for each writer. */
    private static final byte[] TRIM_PAGE = "1000".getBytes(UTF_8);

    private static final long TRIM_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LiveEdgeOptions options;
    private final WriteMetrics metrics;
    private final RedisClient client;
    private final LazyConnection<StatefulRedisConnection<String, byte[]>> connection;
    private final InFlight places;
    private final byte[] expiryMillis;

    private long trimmedNanos = System.nanoTime();
    private volatile byte[] trimCursor = START;

    LiveEdgeWriter(RedisConfig redis, LiveEdgeOptions options, WriteMetrics metrics) {
        this.options = options;
        this.metrics = metrics;
        this.client = RedisClients.create(redis, options.commandTimeout());
        this.connection = new LazyConnection<>(() -> client.connectAsync(RedisClients.CODEC, redis.uri()));
        this.places = new InFlight(options.maxInFlight(), options.maxWait());
        this.expiryMillis = Long.toString(options.expiry().toMillis()).getBytes(UTF_8);
        awaitFirstConnection();
    }

    @Override
    public void write(EdgeRow row, @Nullable Context context) throws InterruptedException {
        if (row.windowSize() != WindowSize.TEN_SECONDS) {
            metrics.ofOtherWindow();
            return;
        }
        StatefulRedisConnection<String, byte[]> open = connection.get();
        if (open == null) {
            metrics.failed(WriteFailure.NOT_CONNECTED, null);
            return;
        }
        if (!places.take()) {
            metrics.failed(WriteFailure.TOO_MANY_IN_FLIGHT, null);
            return;
        }
        send(open.async(), row);
        trimSometimes(open.async());
    }

    /** Waits for the answers that are due, but not long: a checkpoint does not depend on the live graph. */
    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        places.awaitAll(endOfInput ? options.commandTimeout() : options.maxWait());
    }

    @Override
    public void close() {
        RedisClients.close(client);
    }

    /** Rows that come while the first connection is made would be given up for nothing. */
    private void awaitFirstConnection() {
        try {
            connection.get(RedisClients.CONNECT_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(RedisAsyncCommands<String, byte[]> redis, EdgeRow row) {
        String id = EdgeIds.of(row.edge());
        CompletionStage<byte[]> answer;
        try {
            answer = Script.WRITE.run(
                    redis,
                    new String[] {LiveGraphKeys.EDGE_PREFIX + id, LiveGraphKeys.INDEX},
                    id.getBytes(UTF_8),
                    Long.toString(row.windowEndMillis()).getBytes(UTF_8),
                    EdgeRowJson.write(row),
                    expiryMillis,
                    CHANNEL,
                    row.isRemoval() ? REMOVE : PUT);
        } catch (RedisException rejected) {
            answer = CompletableFuture.failedFuture(rejected);
        }
        answer.whenComplete((outcome, failure) -> {
            count(outcome, failure);
            places.giveBack(); // last: who waits for all places finds all counted
        });
    }

    private void count(byte @Nullable [] outcome, @Nullable Throwable failure) {
        if (failure != null) {
            metrics.failed(WriteFailure.of(failure), failure);
        } else if (Arrays.equals(outcome, LATE)) {
            metrics.late();
        } else {
            metrics.written();
        }
    }

    /** A page of the index at a time; a step that fails is made up for by a later one. */
    private void trimSometimes(RedisAsyncCommands<String, byte[]> redis) {
        long now = System.nanoTime();
        if (now - trimmedNanos < TRIM_INTERVAL_NANOS) {
            return;
        }
        trimmedNanos = now;
        Script.TRIM
                .run(redis, new String[] {LiveGraphKeys.INDEX}, trimCursor, TRIM_PAGE, EDGE_PREFIX)
                .thenAccept(next -> trimCursor = next);
    }
}
