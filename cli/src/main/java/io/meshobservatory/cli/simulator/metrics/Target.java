/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.metrics;

import io.meshobservatory.cli.simulator.proxy.Emitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The counters of one proxy, and what was told of them so far. Not thread-safe. */
final class Target {
    private final boolean delta;
    private final Map<String, long[]> told = new HashMap<>();
    private Emitter emitter;
    private SortedMap<String, Series> series = new TreeMap<>();
    private List<Series> stale = new ArrayList<>();
    private boolean scraped;

    Target(Emitter emitter, boolean delta) {
        this.emitter = emitter;
        this.delta = delta;
    }

    Emitter emitter() {
        return emitter;
    }

    SortedMap<String, Series> series() {
        return series;
    }

    /** The proxy was restarted: it counts from 0, and knows no series. */
    void restart(Emitter restarted) {
        emitter = restarted;
        stale.addAll(series.values());
        series = new TreeMap<>();
    }

    /** The series that were told before and are gone; each is given once. */
    List<Series> takeStale() {
        List<Series> gone = new ArrayList<>();
        TreeSet<String> seen = new TreeSet<>(series.keySet());
        for (Series candidate : stale) {
            if (seen.add(MetricsStore.key(candidate.labels()))) {
                gone.add(candidate);
            }
        }
        stale = new ArrayList<>();
        return gone;
    }

    /**
     * What is told now beyond what was told before. The first scrape of a proxy is the level from which its growth is
     * seen; a series that appears later began at 0; a value that fell began again at 0.
     */
    List<Carried> takeCarried() {
        List<Carried> carried = new ArrayList<>();
        series.forEach((key, counted) -> {
            long[] now = counted.figures();
            long[] before = told.put(key, delta ? new long[now.length] : now);
            long[] base = before == null || now[0] < before[0] ? new long[now.length] : before;
            if ((scraped || delta) && now[0] > base[0]) {
                carried.add(new Carried(counted.example(), now[0] - base[0], now[1] - base[1], now[2] - base[2]));
            }
        });
        scraped = true;
        return carried;
    }
}
