/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static java.util.Objects.requireNonNull;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
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
 * Reads the open alerts and follows the states of all. Needs no Flink. Thread-safe; made once for a process, and works
 * whether or not Redis is there yet, as {@link LiveEdges} does.
 */
public final class LiveAlerts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveAlerts.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Comparator<Alert> NEWEST_FIRST =
            Comparator.comparingLong(Alert::startMillis).reversed().thenComparing(Alert::id);

    private final RedisClient client;
    private final LazyConnection<StatefulRedisConnection<String, byte[]>> connection;
    private final Channel<Alert> channel;
    private final LongAdder unreadable = new LongAdder();

    public LiveAlerts(RedisConfig redis) {
        requireNonNull(redis, "redis");
        client = RedisClients.create(redis, TIMEOUT);
        connection = new LazyConnection<>(() -> client.connectAsync(RedisClients.CODEC, redis.uri()));
        channel = new Channel<>(client, redis.uri(), LiveAlertKeys.CHANNEL, this::read);
    }

    /**
     * The open alerts, those that began last coming first. Waits for Redis a few seconds at most.
     *
     * @throws LiveGraphUnavailableException if Redis is away or refuses
     */
    public List<Alert> open() {
        try {
            StatefulRedisConnection<String, byte[]> open = connection.get(TIMEOUT);
            if (open == null) {
                throw new LiveGraphUnavailableException("not connected to Redis", null);
            }
            List<Alert> alerts = new ArrayList<>();
            for (byte[] json : open.sync().hvals(LiveAlertKeys.OPEN)) {
                Alert alert = read(json);
                if (alert != null) {
                    alerts.add(alert);
                }
            }
            alerts.sort(NEWEST_FIRST);
            return alerts;
        } catch (RedisException failed) {
            throw new LiveGraphUnavailableException("Redis failed: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LiveGraphUnavailableException("interrupted while waiting for Redis", interrupted);
        }
    }

    /**
     * Passes each state of each alert to the consumer when it is written. Those written while the connection is down do not
     * come.
     *
     * @param consumer called on a thread of the connection, one alert after the other; it must return at once and bound what
     *     it keeps. What it throws is counted and ends nothing
     */
    public LiveEdges.Subscription subscribe(Consumer<Alert> consumer) {
        return channel.subscribe(requireNonNull(consumer, "consumer"))::run;
    }

    /** How many values and messages could not be read, since something else wrote them; they are passed over. */
    public long unreadableCount() {
        return unreadable.sum();
    }

    @Override
    public void close() {
        channel.close();
        RedisClients.close(client);
    }

    private @Nullable Alert read(byte[] json) {
        try {
            return AlertJson.read(json);
        } catch (RuntimeException notAnAlert) {
            unreadable.increment();
            LOG.debug("Not an alert in Redis", notAnAlert);
            return null;
        }
    }
}
