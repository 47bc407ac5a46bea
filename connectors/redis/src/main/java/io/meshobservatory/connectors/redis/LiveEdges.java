/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static java.util.Objects.requireNonNull;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeRowJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the live graph and follows its changes. Needs no Flink. Thread-safe; made once for a process, and works whether or
 * not Redis is there yet: what was asked for while it is away fails at once, and subscriptions start when it comes.
 */
public final class LiveEdges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveEdges.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Keys asked for in one command: a long one would hold up every other client. */
    private static final int KEYS_AT_ONCE = 500;

    private static final Comparator<EdgeRow> NEWEST_FIRST =
            Comparator.comparingLong(EdgeRow::windowStartMillis).reversed().thenComparing(EdgeRow::edge);

    private final RedisClient client;
    private final LazyConnection<StatefulRedisConnection<String, byte[]>> connection;
    private final Channel<EdgeRow> channel;
    private final LongAdder unreadable = new LongAdder();

    public LiveEdges(RedisConfig redis) {
        requireNonNull(redis, "redis");
        client = RedisClients.create(redis, TIMEOUT);
        connection = new LazyConnection<>(() -> client.connectAsync(RedisClients.CODEC, redis.uri()));
        channel = new Channel<>(client, redis.uri(), LiveGraphKeys.CHANNEL, this::read);
    }

    /** Ends a subscription; further rows do not come. May be called more than once. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The latest window of each edge that has not expired, newest windows first and then in the order of edges. Waits for
     * Redis a few seconds at most.
     *
     * @throws LiveGraphUnavailableException if Redis is away or refuses
     */
    public List<EdgeRow> latest() {
        try {
            StatefulRedisConnection<String, byte[]> open = connection.get(TIMEOUT);
            if (open == null) {
                throw new LiveGraphUnavailableException("not connected to Redis", null);
            }
            List<EdgeRow> rows = latest(open.sync());
            rows.sort(NEWEST_FIRST);
            return rows;
        } catch (RedisException failed) {
            throw new LiveGraphUnavailableException("Redis failed: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LiveGraphUnavailableException("interrupted while waiting for Redis", interrupted);
        }
    }

    /**
     * Passes each row to the consumer when it is written, late changes of older windows and removals
     * ({@link EdgeRow#isRemoval}) too. Rows written while the connection is down do not come: take {@link #latest} anew
     * from time to time.
     *
     * @param consumer called on a thread of the connection, one row after the other; it must return at once and bound what
     *     it keeps. What it throws is counted and ends nothing
     */
    public Subscription subscribe(Consumer<EdgeRow> consumer) {
        return channel.subscribe(requireNonNull(consumer, "consumer"))::run;
    }

    /** Whether Redis answers now. Waits for it a few seconds at most. */
    public boolean isReachable() {
        try {
            StatefulRedisConnection<String, byte[]> open = connection.get(TIMEOUT);
            return open != null && "PONG".equals(open.sync().ping());
        } catch (RedisException failed) {
            LOG.debug("Redis did not answer", failed);
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many values and messages could not be read, since something else wrote them; they are passed over. */
    public long unreadableCount() {
        return unreadable.sum();
    }

    /** How many rows a consumer failed on. */
    public long consumerFailureCount() {
        return channel.consumerFailureCount();
    }

    @Override
    public void close() {
        channel.close();
        RedisClients.close(client);
    }

    private List<EdgeRow> latest(RedisCommands<String, byte[]> redis) {
        List<byte[]> ids = redis.zrevrange(LiveGraphKeys.INDEX, 0, -1);
        List<EdgeRow> rows = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from += KEYS_AT_ONCE) {
            String[] keys = ids.subList(from, Math.min(from + KEYS_AT_ONCE, ids.size())).stream()
                    .map(id -> LiveGraphKeys.EDGE_PREFIX + new String(id, StandardCharsets.UTF_8))
                    .toArray(String[]::new);
            for (KeyValue<String, byte[]> value : redis.mget(keys)) {
                EdgeRow row = value.hasValue() ? read(value.getValue()) : null;
                if (row != null) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    private @Nullable EdgeRow read(byte[] json) {
        try {
            return EdgeRowJson.read(json);
        } catch (RuntimeException notARow) {
            unreadable.increment();
            LOG.debug("Not an edge in the live graph", notARow);
            return null;
        }
    }
}
