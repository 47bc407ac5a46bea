/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One Alertmanager and what it was told. There is at most one request at a time; what it did not take is part of the next one.
 * Used from the task's thread only, which never waits for an answer but at the end of the input.
 */
final class Instance {
    private static final String PATH = "/api/v2/alerts";
    private static final int MAX_BATCH = 200;
    private static final long FIRST_BACKOFF_MILLIS = 1_000;
    private static final int MAX_DETAIL = 200;

    /** That a change was told, and when. */
    private record Sent(long sequence, long atMillis) {}

    /** A request under way: what it tells, and its answer. */
    private record Flight(List<Told> batch, CompletableFuture<Answer> answer) {}

    private record Answer(SendResult result, String detail) {}

    private final URI endpoint;
    private final @Nullable String token;
    private final HttpClient client;
    private final AlertmanagerJson json;
    private final AlertmanagerOptions options;
    private final AlertmanagerMetrics metrics;
    private final Map<String, Sent> sent = new HashMap<>();
    private @Nullable Flight flight;
    private long notBeforeMillis;
    private long backoffMillis = FIRST_BACKOFF_MILLIS;

    Instance(
            URI url,
            @Nullable String token,
            HttpClient client,
            AlertmanagerJson json,
            AlertmanagerOptions options,
            AlertmanagerMetrics metrics) {
        this.endpoint = URI.create(url + PATH);
        this.token = token;
        this.client = client;
        this.json = json;
        this.options = options;
        this.metrics = metrics;
    }

    /** Takes the answer if it has come, and sends what is due if nothing is under way. */
    void tick(Collection<Told> entries, long nowMillis) {
        settle(nowMillis);
        if (flight != null || nowMillis < notBeforeMillis) {
            return;
        }
        List<Told> due = new ArrayList<>();
        for (Told told : entries) {
            if (isDue(told, nowMillis)) {
                due.add(told);
                if (due.size() == MAX_BATCH) {
                    break;
                }
            }
        }
        if (!due.isEmpty()) {
            flight = new Flight(due, send(json.write(due, nowMillis)));
        }
    }

    /** Whether this very change was told. */
    boolean knows(Told told) {
        Sent last = sent.get(told.key());
        return last != null && last.sequence() >= told.sequence();
    }

    /** Forgets what is told no more. */
    void retain(Set<String> keys) {
        sent.keySet().retainAll(keys);
    }

    /** Waits for the answer that is due. */
    void await(Duration wait) throws InterruptedException {
        if (flight != null) {
            try {
                flight.answer().get(wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException settledLater) {
                // the next tick looks at it
            }
        }
    }

    private boolean isDue(Told told, long nowMillis) {
        Sent last = sent.get(told.key());
        if (last == null || last.sequence() < told.sequence()) {
            return true;
        }
        return !told.ended()
                && nowMillis - last.atMillis() >= options.resendEvery().toMillis();
    }

    private void settle(long nowMillis) {
        Flight landed = flight;
        if (landed == null || !landed.answer().isDone()) {
            return;
        }
        flight = null;
        Answer answer = landed.answer().join();
        if (answer.result() == SendResult.TOLD) {
            metrics.told(landed.batch().size());
        } else {
            metrics.failed(answer.result(), endpoint.getHost() + ": " + answer.detail());
        }
        if (answer.result().isPassing()) {
            notBeforeMillis = nowMillis + backoffMillis;
            backoffMillis = Math.min(2 * backoffMillis, options.maxBackoff().toMillis());
            return;
        }
        backoffMillis = FIRST_BACKOFF_MILLIS;
        for (Told told : landed.batch()) {
            sent.put(told.key(), new Sent(told.sequence(), nowMillis));
        }
    }

    private CompletableFuture<Answer> send(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(options.requestTimeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .orTimeout(options.requestTimeout().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(response -> new Answer(SendResult.of(response.statusCode()), detail(response)))
                .exceptionally(failure -> new Answer(SendResult.of(failure), String.valueOf(failure)));
    }

    private static String detail(HttpResponse<String> response) {
        String body = response.body();
        String shown = body.substring(0, Math.min(body.length(), MAX_DETAIL))
                .chars()
                .mapToObj(c -> Character.isISOControl(c) ? " " : Character.toString(c))
                .collect(Collectors.joining());
        return "status " + response.statusCode() + ", " + shown;
    }
}
