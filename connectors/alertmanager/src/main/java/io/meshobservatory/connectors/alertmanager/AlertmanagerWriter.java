/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import io.meshobservatory.core.alert.Alert;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** Keeps the {@link Book} and each {@link Instance} in step, once a second. Used from the task's thread only. */
final class AlertmanagerWriter implements StatefulSinkWriter<Alert, Told> {
    private static final long TICK_MILLIS = 1_000;

    private final AlertmanagerOptions options;
    private final ProcessingTimeService timers;
    private final Book book;
    private final AlertmanagerMetrics metrics;
    private final List<Instance> instances;
    private final ExecutorService threads = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "alertmanager-client");
        thread.setDaemon(true);
        return thread;
    });
    private boolean closed;

    AlertmanagerWriter(
            AlertmanagerConfig config,
            AlertmanagerOptions options,
            ProcessingTimeService timers,
            MetricGroup group,
            Collection<Told> recovered) {
        this.options = options;
        this.timers = timers;
        this.book = new Book(options);
        recovered.forEach(book::restore);
        this.metrics = new AlertmanagerMetrics(group, () -> book.entries().size());
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(options.requestTimeout())
                .executor(threads)
                .build();
        AlertmanagerJson json = new AlertmanagerJson(options.expiresAfter(), config.dashboardUrl());
        this.instances = config.urls().stream()
                .map(url -> new Instance(url, config.token(), client, json, options, metrics))
                .toList();
        scheduleTick();
    }

    @Override
    public void write(Alert alert, @Nullable Context context) {
        book.note(alert, timers.getCurrentProcessingTime());
    }

    /** A checkpoint keeps what is not told yet; only the end of the input waits for answers, once for each instance. */
    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        tick();
        if (endOfInput) {
            for (Instance instance : instances) {
                instance.await(options.requestTimeout());
            }
            tick();
        }
    }

    @Override
    public List<Told> snapshotState(long checkpointId) {
        return List.copyOf(book.entries());
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }

    private void tick() {
        long now = timers.getCurrentProcessingTime();
        for (Instance instance : instances) {
            instance.tick(book.entries(), now);
        }
        List<Told> late = book.tidy(told -> instances.stream().allMatch(instance -> instance.knows(told)), now);
        for (Told told : late) {
            if (told.ended()) {
                metrics.endNotTold();
            } else {
                metrics.forgotten();
            }
        }
        Set<String> kept = book.entries().stream().map(Told::key).collect(Collectors.toSet());
        instances.forEach(instance -> instance.retain(kept));
    }

    private void scheduleTick() {
        Future<?> unused = timers.registerTimer(timers.getCurrentProcessingTime() + TICK_MILLIS, time -> {
            if (!closed) {
                tick();
                scheduleTick();
            }
        });
    }
}
