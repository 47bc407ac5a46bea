/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import io.meshobservatory.cli.simulator.LiveTraffic;
import io.meshobservatory.connectors.redis.LiveGraphUnavailableException;
import io.meshobservatory.core.window.EdgeRow;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The status line: what is sent, what the live graph shows, whether the job runs. */
final class Status implements Supplier<String> {
    private static final double NANOS_PER_SECOND = 1e9;

    private final AllInOne all;
    private final @Nullable LiveTraffic traffic;
    private long lastNanos = System.nanoTime();
    private long lastSpans;

    Status(AllInOne all, @Nullable LiveTraffic traffic) {
        this.all = all;
        this.traffic = traffic;
    }

    @Override
    public String get() {
        return sent() + graph() + " | jobs " + (all.areJobsRunning() ? "running" : "restarting");
    }

    private String sent() {
        if (traffic == null) {
            return "";
        }
        LiveTraffic.Counts counts = traffic.counts();
        long now = System.nanoTime();
        double spansPerSecond = (counts.spansSent() - lastSpans) / ((now - lastNanos) / NANOS_PER_SECOND);
        lastNanos = now;
        lastSpans = counts.spansSent();
        String failed = counts.requestsFailed() == 0 ? "" : " (" + counts.requestsFailed() + " requests failed)";
        String past = counts.behindMillis() == 0
                ? ""
                : " of the past, " + TimeUnit.MILLISECONDS.toMinutes(counts.behindMillis()) + " min to go";
        return String.format(Locale.ROOT, "sending %,.0f spans/s%s%s | ", spansPerSecond, past, failed);
    }

    private String graph() {
        List<EdgeRow> edges;
        try {
            edges = all.liveEdges().latest();
        } catch (LiveGraphUnavailableException away) {
            return "live graph away";
        }
        long calls = edges.stream().mapToLong(EdgeRow::calls).sum();
        long errors = edges.stream().mapToLong(EdgeRow::errors).sum();
        return String.format(
                Locale.ROOT,
                "live graph: %d edges, %,.1f calls/s, %d errors in 10 s",
                edges.size(),
                calls / 10.0,
                errors);
    }
}
