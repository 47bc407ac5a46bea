/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.cli.replay.OtlpDispatcher;
import io.meshobservatory.cli.replay.OtlpSendException;
import io.meshobservatory.cli.replay.OtlpSender;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Simulated traffic against the wall clock: each request is sent when its exporter would send it. It runs in a daemon
 * thread until it is closed. If the machine sleeps, or the receiver is away for long, the traffic of that time is left out
 * and counted, and does not come as a flood afterwards. It may begin in the past: what would have been sent since then is sent
 * first, as fast as it goes, in its order and in larger requests. Thread-safe.
 */
public final class LiveTraffic implements AutoCloseable {
    private static final Duration MAX_LAG = Duration.ofSeconds(30);
    private static final long MAX_SLEEP_MILLIS = 50;
    private static final long CLOSE_MILLIS = 5_000;
    private static final int CONNECTIONS = 8;
    /** Requests of the past are joined up to this size, bytes. */
    static final int LARGE = 512 << 10;
    /** A request that takes longer is not waited for. */
    private static final Duration DRAIN = Duration.ofSeconds(30);
    /** So far behind the clock the past is over. */
    private static final Duration PRESENT = Duration.ofSeconds(2);

    private final MeshSimulator simulator;
    private final InstantSource clock;
    private final OtlpDispatcher dispatcher;
    private final Thread thread;
    private final AtomicLong skippedMillis = new AtomicLong();
    private final AtomicLong behindMillis = new AtomicLong();
    private final @Nullable Instant begin;
    private final AtomicReference<@Nullable RuntimeException> crash = new AtomicReference<>();

    /**
     * What became of the traffic so far.
     *
     * @param requestsSent requests that were accepted
     * @param spansSent spans in them
     * @param requestsFailed requests that were not accepted, or were under way when the traffic was stopped
     * @param spansFailed spans in those
     * @param spansRejected spans that the receiver refused of requests that it accepted
     * @param skippedMillis how much time was left out because the traffic could not keep up
     * @param behindMillis how much of the past is still to be sent; 0 from when on the traffic goes by the clock
     */
    public record Counts(
            long requestsSent,
            long spansSent,
            long requestsFailed,
            long spansFailed,
            long spansRejected,
            long skippedMillis,
            long behindMillis) {}

    private LiveTraffic(MeshSimulator simulator, OtlpSender sender, InstantSource clock, @Nullable Instant begin) {
        this.simulator = simulator;
        this.clock = clock;
        this.begin = begin;
        dispatcher = new OtlpDispatcher(sender, CONNECTIONS, "simulated-mesh-sender");
        thread = new Thread(this::run, "simulated-mesh");
        thread.setDaemon(true);
    }

    /**
     * Starts.
     *
     * @param rateFactor by how much the rates of the scenario are multiplied, above 0
     */
    public static LiveTraffic start(Scenario scenario, long seed, double rateFactor, OtlpSender sender) {
        return start(scenario, seed, rateFactor, sender, InstantSource.system());
    }

    /**
     * Starts with what happens over time.
     *
     * @param rateFactor by how much the rates of the scenario's entries are multiplied, above 0
     * @param begin when the traffic begins: in the past, so that there is something to compare the present with, or now
     */
    public static LiveTraffic start(Timeline timeline, long seed, double rateFactor, OtlpSender sender, Instant begin) {
        return start(timeline, seed, rateFactor, sender, InstantSource.system(), begin);
    }

    static LiveTraffic start(Scenario scenario, long seed, double rateFactor, OtlpSender sender, InstantSource clock) {
        return start(Timeline.of(scenario), seed, rateFactor, sender, clock, null);
    }

    private static LiveTraffic start(
            Timeline timeline,
            long seed,
            double rateFactor,
            OtlpSender sender,
            InstantSource clock,
            @Nullable Instant begin) {
        MeshSimulator simulator = new MeshSimulator(timeline, seed, rateFactor);
        LiveTraffic traffic = new LiveTraffic(simulator, requireNonNull(sender, "sender"), clock, begin);
        traffic.thread.start();
        return traffic;
    }

    /** The counts so far. */
    public Counts counts() {
        OtlpDispatcher.Counts counts = dispatcher.counts();
        return new Counts(
                counts.requestsSent(),
                counts.recordsSent(),
                counts.requestsFailed(),
                counts.recordsFailed(),
                counts.recordsRejected(),
                skippedMillis.get(),
                behindMillis.get());
    }

    /** Why requests failed, or the traffic ended; null as long as nothing is wrong. */
    public @Nullable Exception failure() {
        RuntimeException crashed = crash.get();
        OtlpSendException refused = dispatcher.failure();
        return crashed != null ? crashed : refused;
    }

    /** Whether it still runs. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Stops at once; requests under way are given up. */
    @Override
    public void close() {
        thread.interrupt();
        dispatcher.close();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            send();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            // close() shuts the dispatcher down first, which then refuses work
            if (!Thread.currentThread().isInterrupted()) {
                crash.set(broken);
            }
        }
    }

    private void send() throws InterruptedException {
        MeshSimulator.Feed feed = simulator.arrivingFrom(begin == null ? clock.instant() : begin);
        if (begin != null) {
            catchUp(feed);
        }
        while (true) {
            Instant now = clock.instant();
            SimulatedRequest request = feed.nextBefore(now);
            if (request == null) {
                TimeUnit.MILLISECONDS.sleep(MAX_SLEEP_MILLIS);
                continue;
            }
            long lagMillis = lagMillis(request, now);
            if (lagMillis > MAX_LAG.toMillis()) {
                skippedMillis.addAndGet(lagMillis);
                feed = simulator.arrivingFrom(now);
                continue;
            }
            dispatcher.submit(request.signal(), request.message().toByteArray(), request.recordCount());
        }
    }

    /** Sends the past, one request after the other: who reads it takes its order for that of time. */
    private void catchUp(MeshSimulator.Feed feed) throws InterruptedException {
        Map<OtlpSignal, Joined> joined = new EnumMap<>(OtlpSignal.class);
        while (true) {
            Instant now = clock.instant();
            SimulatedRequest request = feed.nextBefore(now);
            if (request == null) {
                break;
            }
            long lag = lagMillis(request, now);
            behindMillis.set(lag);
            Joined waiting = joined.computeIfAbsent(request.signal(), signal -> new Joined());
            waiting.add(request);
            if (waiting.bytes.size() >= LARGE) {
                submit(request.signal(), waiting);
            }
            if (lag <= PRESENT.toMillis()) {
                break;
            }
        }
        for (Map.Entry<OtlpSignal, Joined> waiting : joined.entrySet()) {
            submit(waiting.getKey(), waiting.getValue());
        }
        behindMillis.set(0);
    }

    private void submit(OtlpSignal signal, Joined joined) throws InterruptedException {
        if (joined.records > 0) {
            dispatcher.submit(signal, joined.bytes.toByteArray(), joined.records);
            dispatcher.drain(DRAIN);
            joined.bytes.reset();
            joined.records = 0;
        }
    }

    private static long lagMillis(SimulatedRequest request, Instant now) {
        return now.toEpochMilli() - TimeUnit.NANOSECONDS.toMillis(request.sendTimeNanos());
    }

    /** Requests of one signal: protobuf messages of one kind, one behind the other, are a message with the parts of both. */
    private static final class Joined {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(LARGE);
        long records;

        void add(SimulatedRequest request) {
            bytes.writeBytes(request.message().toByteArray());
            records += request.recordCount();
        }
    }
}
