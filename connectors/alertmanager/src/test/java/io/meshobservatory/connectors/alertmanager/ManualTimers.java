/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;

/** A clock that stands until it is advanced; timers fire then, in order. */
final class ManualTimers implements ProcessingTimeService {
    /** 2026-11-21T12:00:00Z. */
    static final long START = 1_795_262_400_000L;

    private final TreeMap<Long, List<ProcessingTimeCallback>> timers = new TreeMap<>();
    private long nowMillis = START;

    @Override
    public long getCurrentProcessingTime() {
        return nowMillis;
    }

    /** The writer never asks for the future. */
    @Override
    public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
        timers.computeIfAbsent(timestamp, due -> new ArrayList<>()).add(target);
        return null;
    }

    void advance(long millis) throws Exception {
        long until = nowMillis + millis;
        Map.Entry<Long, List<ProcessingTimeCallback>> next;
        while ((next = timers.firstEntry()) != null && next.getKey() <= until) {
            timers.remove(next.getKey());
            nowMillis = Math.max(nowMillis, next.getKey());
            for (ProcessingTimeCallback callback : next.getValue()) {
                callback.onProcessingTime(next.getKey());
            }
        }
        nowMillis = until;
    }
}
