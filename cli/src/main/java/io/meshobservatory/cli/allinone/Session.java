/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of an all-in-one: until its time is over, or until Ctrl-C or SIGTERM. Either way everything is stopped in order
 * before the process ends, and a line on the terminal tells meanwhile how it goes.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private static final long STOP_SECONDS = 90;

    private final PrintWriter err;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopFromOutside, "stop");

    Session(PrintWriter err) {
        this.err = err;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Shows the status again and again until it is time to stop. */
    void run(@Nullable Duration runFor, Supplier<String> status) throws InterruptedException {
        boolean terminal = System.console() != null;
        long start = System.nanoTime();
        Duration interval = terminal ? ON_TERMINAL : ELSEWHERE;
        while (true) {
            long nanosLeft = runFor == null ? Long.MAX_VALUE : runFor.toNanos() - (System.nanoTime() - start);
            if (nanosLeft <= 0 || stopRequested.await(Math.min(nanosLeft, interval.toNanos()), TimeUnit.NANOSECONDS)) {
                break;
            }
            err.print(terminal ? "\r\u001b[K" + status.get() : status.get() + System.lineSeparator());
            err.flush();
        }
        err.println();
        err.println("stopping");
        err.flush();
    }

    /** Says what failed, to the user in one line and to the log in full; returns the exit code. */
    int failed(String command, Exception failure) {
        LOG.debug("{} failed", command, failure);
        StringBuilder causes = new StringBuilder(command + ": " + failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            causes.append("; ").append(cause.getMessage());
        }
        err.println(causes);
        err.flush();
        return 1;
    }

    /** Everything is stopped: the process may end. */
    void end() {
        stopped.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // then the hook waits for us, and has just been let go
        }
    }

    private void stopFromOutside() {
        stopRequested.countDown();
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                err.println("not everything stopped within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
