/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;

/** A clock that stands until it is advanced; timers fire then, in order. */
final class ManualTimers implements ProcessingTimeService {
    private final TreeMap<Long, List<ProcessingTimeCallback>> timers = new TreeMap<>();
    private long nowMillis;

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
        nowMillis += millis;
        Map.Entry<Long, List<ProcessingTimeCallback>> next;
        while ((next = timers.firstEntry()) != null && next.getKey() <= nowMillis) {
            timers.remove(next.getKey());
            for (ProcessingTimeCallback callback : next.getValue()) {
                callback.onProcessingTime(next.getKey());
            }
        }
    }

    int pending() {
        return timers.values().stream().mapToInt(List::size).sum();
    }
}
