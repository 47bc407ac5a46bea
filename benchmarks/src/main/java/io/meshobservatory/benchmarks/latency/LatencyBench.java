/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.latency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.benchmarks.recording.Recording;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures how long it takes from the arrival of a span at the bridge until its edge can be read through the API, under load:
 * probes are calls of services that nobody else calls, sent at all moments of a window, and the API is asked for them again
 * and again. A probe's time runs from before its request is sent to after the answer that first holds it was read, so the
 * client's own delays count too.
 */
public final class LatencyBench {
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(97);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final Duration LAST_WAIT = Duration.ofSeconds(60);
    private static final int OK = 200;

    private final Recording recording;
    private final LatencySettings settings;
    private final Clock clock;
    private final Consumer<String> progress;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Long, Long> sentNanos = new ConcurrentHashMap<>();
    private final Map<Long, Long> tookNanos = new HashMap<>();
    private volatile boolean probing = true;

    /** @param progress told what is going on, one line at a time */
    public LatencyBench(Recording recording, LatencySettings settings, Clock clock, Consumer<String> progress) {
        this.recording = recording;
        this.settings = settings;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Sends, asks, and tells.
     *
     * @throws IOException if the API cannot be asked, or a probe is not taken
     */
    public LatencyReport run() throws IOException, InterruptedException {
        OtlpHttp otlp = new OtlpHttp(settings.otlp());
        Load load = new Load(recording, otlp, settings.spansPerSecond(), clock);
        Thread sender = new Thread(load, "bench-load");
        sender.setDaemon(true);
        sender.start();
        long start = System.nanoTime();
        progress.accept("sending " + settings.spansPerSecond() + " spans/s");
        Thread.sleep(settings.settle().toMillis());
        Thread prober = new Thread(() -> probe(otlp), "bench-probes");
        prober.setDaemon(true);
        prober.start();
        long last = System.nanoTime() + settings.duration().plus(LAST_WAIT).toNanos();
        double rate = 0;
        while (System.nanoTime() < last && (probing || tookNanos.size() < sentNanos.size())) {
            look();
            if (probing) {
                rate = load.sent() / ((System.nanoTime() - start) / 1e9);
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
        load.stop();
        sender.join();
        long[] took = tookNanos.values().stream()
                .mapToLong(TimeUnit.NANOSECONDS::toMillis)
                .sorted()
                .toArray();
        return new LatencyReport(rate, load.failed(), sentNanos.size(), took);
    }

    private void probe(OtlpHttp otlp) {
        long end = System.nanoTime() + settings.duration().toNanos();
        try {
            for (long number = 1; System.nanoTime() < end; number++) {
                Probe probe = new Probe(number);
                byte[] request = probe.request(TimeUnit.MILLISECONDS.toNanos(clock.millis()));
                sentNanos.put(number, System.nanoTime());
                otlp.send(request).get();
                Thread.sleep(PROBE_INTERVAL.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException refused) {
            progress.accept("a probe was not taken: " + refused.getCause());
        } finally {
            probing = false;
        }
    }

    private void look() throws IOException, InterruptedException {
        URI edges = settings.api().resolve("/api/v1/topology?cluster=" + Probe.CLUSTER + "&from=-10m");
        HttpResponse<byte[]> response =
                http.send(HttpRequest.newBuilder(edges).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != OK) {
            throw new IOException(edges + ": status " + response.statusCode());
        }
        JsonNode graph = json.readTree(response.body());
        long now = System.nanoTime();
        for (JsonNode edge : graph.path("edges")) {
            long number = Probe.numberOf(edge.at("/source/name").asText());
            Long sent = sentNanos.get(number);
            if (sent != null) {
                tookNanos.putIfAbsent(number, now - sent);
            }
        }
    }
}
