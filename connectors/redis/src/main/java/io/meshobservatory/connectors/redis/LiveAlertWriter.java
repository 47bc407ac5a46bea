/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;

/**
 * Sends each state as one script call and goes on; answers are counted as they come. Written to from the task's thread only.
 * See {@link LiveAlertSink} for what it promises.
 */
final class LiveAlertWriter implements SinkWriter<Alert> {
    private static final int MAX_IN_FLIGHT = 100;
    private static final byte[] SHOW = "show".getBytes(UTF_8);
    private static final byte[] HIDE = "hide".getBytes(UTF_8);
    private static final byte[] LATE = "late".getBytes(UTF_8);
    private static final byte[] CHANNEL = LiveAlertKeys.CHANNEL.getBytes(UTF_8);

    private final LiveAlertOptions options;
    private final WriteMetrics metrics;
    private final RedisClient client;
    private final LazyConnection<StatefulRedisConnection<String, byte[]>> connection;
    private final InFlight places;
    private final byte[] expiryMillis;

    LiveAlertWriter(RedisConfig redis, LiveAlertOptions options, WriteMetrics metrics) {
        this.options = options;
        this.metrics = metrics;
        this.client = RedisClients.create(redis, options.commandTimeout());
        this.connection = new LazyConnection<>(() -> client.connectAsync(RedisClients.CODEC, redis.uri()));
        this.places = new InFlight(MAX_IN_FLIGHT, options.maxWait());
        this.expiryMillis = Long.toString(options.expiry().toMillis()).getBytes(UTF_8);
        awaitFirstConnection();
    }

    @Override
    public void write(Alert alert, @Nullable Context context) throws InterruptedException {
        StatefulRedisConnection<String, byte[]> open = connection.get();
        if (open == null) {
            metrics.failed(WriteFailure.NOT_CONNECTED, null);
            return;
        }
        if (!places.take()) {
            metrics.failed(WriteFailure.TOO_MANY_IN_FLIGHT, null);
            return;
        }
        send(open.async(), alert);
    }

    /** Waits for the answers that are due, but not long: a checkpoint does not depend on Redis. */
    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        places.awaitAll(endOfInput ? options.commandTimeout() : options.maxWait());
    }

    @Override
    public void close() {
        RedisClients.close(client);
    }

    /** Alerts that come while the first connection is made would be given up for nothing. */
    private void awaitFirstConnection() {
        try {
            connection.get(RedisClients.CONNECT_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(RedisAsyncCommands<String, byte[]> redis, Alert alert) {
        boolean shown = alert.activity() != Activity.CLOSE && alert.suppression() == null;
        CompletionStage<byte[]> answer;
        try {
            answer = Script.WRITE_ALERT.run(
                    redis,
                    new String[] {LiveAlertKeys.OPEN, LiveAlertKeys.WRITTEN},
                    alert.id().getBytes(UTF_8),
                    Integer.toString(alert.revision()).getBytes(UTF_8),
                    AlertJson.write(alert),
                    shown ? SHOW : HIDE,
                    CHANNEL,
                    expiryMillis);
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
}
