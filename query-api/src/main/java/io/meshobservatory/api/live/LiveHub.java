/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.live;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.common.stream.StreamWriter;
import io.meshobservatory.api.http.Problem;
import io.meshobservatory.api.http.Problem.Kind;
import io.meshobservatory.api.http.ProblemException;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.window.EdgeRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the changes of the live graph on to the event streams: one subscription, made with the first stream, for all of
 * them. When the live graph goes away, the streams end with the event `unavailable`; a client that connects again later
 * gets a new snapshot, so that it misses nothing for good. Thread-safe; {@link #open} may block for as long as the live
 * graph takes to answer.
 */
public final class LiveHub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveHub.class);
    private static final int HEARTBEAT_SECONDS = 10;
    private static final int CHECK_SECONDS = 2;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final LiveGraph graph;
    private final int maxClients;
    private final int buffer;
    private final Clock clock;
    private final Set<StreamClient> clients = ConcurrentHashMap.newKeySet();
    private final Counter dropped;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "observatory-live-hub");
        thread.setDaemon(true);
        return thread;
    });

    // guarded by this
    private @Nullable AutoCloseable subscription;

    // guarded by this
    private @Nullable AutoCloseable alertSubscription;

    /**
     * Makes a hub.
     *
     * @param graph the live graph; stays the caller's to close
     * @param maxClients how many streams at once
     * @param buffer how many events may wait for each
     */
    public LiveHub(LiveGraph graph, int maxClients, int buffer, Clock clock, MeterRegistry metrics) {
        this.graph = requireNonNull(graph, "graph");
        this.maxClients = maxClients;
        this.buffer = buffer;
        this.clock = requireNonNull(clock, "clock");
        dropped = Counter.builder("observatory.api.stream.dropped.events")
                .description("Events that a slow client of the stream did not get")
                .register(metrics);
        FunctionCounter.builder("observatory.api.live.unreadable.rows", graph, LiveGraph::unreadableCount)
                .description("Rows of the live graph that could not be read")
                .register(metrics);
        Gauge.builder("observatory.api.stream.clients", clients, Set::size)
                .description("Open event streams")
                .register(metrics);
        timer.scheduleWithFixedDelay(this::heartbeat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Opens a stream: a snapshot, then the changes.
     *
     * @param executor continues sending
     * @throws ProblemException with the kinds {@link Kind#LIVE_GRAPH_UNAVAILABLE} and {@link Kind#TOO_MANY_STREAMS}
     */
    public StreamMessage<ServerSentEvent> open(StreamFilter filter, Executor executor) {
        StreamWriter<ServerSentEvent> writer = StreamMessage.streaming();
        StreamClient client = new StreamClient(writer, filter, buffer, executor, dropped::increment);
        register(client);
        writer.whenComplete().handle((nothing, closed) -> clients.remove(client));
        List<EdgeRow> rows;
        try {
            subscribe();
            // after subscribing, so that no change falls in between
            rows = graph.latest();
        } catch (RuntimeException away) {
            clients.remove(client);
            client.end(null);
            LOG.warn("The live graph does not answer: {}", away.toString());
            throw new ProblemException(
                    Problem.retryable(
                            Kind.LIVE_GRAPH_UNAVAILABLE, "no connection to the live graph", RETRY_AFTER_SECONDS),
                    away);
        }
        client.start(LiveEvents.snapshot(rows.stream().filter(filter::matches).toList()));
        return writer;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        clients.forEach(client -> client.end(null));
        clients.clear();
        unsubscribe();
    }

    private synchronized void register(StreamClient client) {
        if (clients.size() >= maxClients) {
            throw new ProblemException(Problem.retryable(
                    Kind.TOO_MANY_STREAMS, "there are " + maxClients + " event streams already", RETRY_AFTER_SECONDS));
        }
        clients.add(client);
    }

    private synchronized void subscribe() {
        if (subscription == null) {
            subscription = graph.subscribe(this::changed);
        }
        if (alertSubscription == null) {
            alertSubscription = graph.subscribeAlerts(this::told);
        }
    }

    private synchronized void unsubscribe() {
        end(subscription);
        subscription = null;
        end(alertSubscription);
        alertSubscription = null;
    }

    private static void end(@Nullable AutoCloseable ended) {
        if (ended != null) {
            try {
                ended.close();
            } catch (Exception alreadyGone) {
                LOG.debug("Ending a subscription to the live graph that is away", alreadyGone);
            }
        }
    }

    private void changed(EdgeRow row) {
        ServerSentEvent event = null;
        for (StreamClient client : clients) {
            if (client.filter().matches(row)) {
                event = event == null ? LiveEvents.edge(row) : event;
                client.offer(event);
            }
        }
    }

    private void told(Alert alert) {
        ServerSentEvent event = null;
        for (StreamClient client : clients) {
            if (client.filter().matches(alert)) {
                event = event == null ? LiveEvents.alert(alert) : event;
                client.offer(event);
            }
        }
    }

    private void heartbeat() {
        ServerSentEvent event = LiveEvents.heartbeat(clock.instant());
        clients.removeIf(client -> !client.isOpen());
        clients.forEach(client -> client.offerIfIdle(event));
    }

    private void check() {
        boolean subscribed;
        synchronized (this) {
            subscribed = subscription != null;
        }
        if (subscribed && !graph.isReachable()) {
            LOG.warn("The live graph went away: ending {} event streams", clients.size());
            List<StreamClient> ended = List.copyOf(clients);
            ended.forEach(clients::remove);
            ended.forEach(client -> client.end(LiveEvents.unavailable()));
            unsubscribe();
        }
    }
}
