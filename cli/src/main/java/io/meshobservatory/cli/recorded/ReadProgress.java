/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.recorded;

import io.meshobservatory.cli.replay.Progress;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Shows how many requests were read, while the job reads them. */
final class ReadProgress implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 200;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private final Progress progress;

    ReadProgress(PrintWriter out, String command, LongAdder read) {
        progress = new Progress(out, command + ":", Progress.UNKNOWN);
        clock.scheduleAtFixedRate(
                () -> progress.update(read.sum(), read.sum() + " requests read"),
                INTERVAL_MILLIS,
                INTERVAL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        clock.shutdownNow();
        clock.awaitTermination(1, TimeUnit.SECONDS);
        progress.clear();
    }
}
