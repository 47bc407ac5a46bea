/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cluster for its nodes, at most once a second however often it is asked itself. The client is thrown away
 * after a failure and made anew for the next question: a client that has lost its cluster otherwise looks for it in a
 * tight loop, and logs each turn. Thread-safe.
 */
final class KafkaProbe implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final long VALID_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<String, Object> settings;
    private @Nullable Admin admin;
    private @Nullable CompletableFuture<Boolean> last;
    private long lastStarted;
    private boolean closed;

    KafkaProbe(Map<String, Object> settings) {
        this.settings = settings;
    }

    synchronized CompletableFuture<Boolean> reachable() {
        if (closed) {
            return CompletableFuture.completedFuture(false);
        }
        long now = System.nanoTime();
        if (last != null && (!last.isDone() || now - lastStarted < VALID_NANOS)) {
            return last;
        }
        CompletableFuture<Boolean> probe = ask();
        last = probe;
        lastStarted = now;
        return probe;
    }

    @Override
    public void close() {
        Admin open;
        synchronized (this) {
            closed = true;
            open = admin;
            admin = null;
        }
        close(open);
    }

    private CompletableFuture<Boolean> ask() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        try {
            if (admin == null) {
                admin = Admin.create(settings);
            }
            Admin asked = admin;
            asked.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
                    .nodes()
                    .whenComplete((nodes, failure) -> {
                        boolean reachable = failure == null && !nodes.isEmpty();
                        if (!reachable) {
                            discard(asked);
                        }
                        answer.complete(reachable);
                    });
        } catch (KafkaException unresolvable) {
            answer.complete(false);
        }
        return answer;
    }

    private void discard(Admin failed) {
        synchronized (this) {
            if (admin == failed) {
                admin = null;
            }
        }
        close(failed);
    }

    /** Outside the lock, for it waits for the client's thread, which may be about to report a failure here. */
    private static void close(@Nullable Admin admin) {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
