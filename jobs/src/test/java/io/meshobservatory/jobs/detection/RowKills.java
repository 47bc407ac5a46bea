/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Kills the job at certain rows, as soon as the running attempt has completed a checkpoint. Lets rows pass slowly
 * until all is done, or there would be no checkpoint in the middle.
 */
final class RowKills extends RichMapFunction<EmittedRow, EmittedRow> implements CheckpointListener {
    private static final long serialVersionUID = 1L;
    private static final Map<String, AtomicInteger> DONE = new ConcurrentHashMap<>();
    private static final long PAUSE_MILLIS = 1;
    private static final long PATIENCE_MILLIS = 20;

    private final String run;
    private final long[] timesMillis;
    private transient volatile boolean checkpointed;

    /**
     * @param run name of the run
     * @param timesMillis the times of the earliest rows at which to kill, in ascending order
     */
    RowKills(String run, long[] timesMillis) {
        this.run = run;
        this.timesMillis = timesMillis.clone();
        DONE.put(run, new AtomicInteger());
    }

    /** Never. */
    static RowKills none() {
        return new RowKills("undisturbed", new long[0]);
    }

    /** One in each part of a stretch of time. */
    static RowKills spread(String run, int times, long fromMillis, long toMillis) {
        long[] places = new long[times];
        for (int i = 0; i < times; i++) {
            places[i] = fromMillis + (2L * i + 1) * (toMillis - fromMillis) / (2L * times);
        }
        return new RowKills(run, places);
    }

    /** How often it killed. */
    int done() {
        return counter().get();
    }

    @Override
    public void open(OpenContext context) {
        checkpointed = false;
    }

    @Override
    public EmittedRow map(EmittedRow row) throws InterruptedException {
        int done = counter().get();
        if (done == timesMillis.length) {
            return row;
        }
        boolean due = row.atMillis() >= timesMillis[done];
        if (due && checkpointed) {
            counter().incrementAndGet();
            throw new IllegalStateException("killed by the test");
        }
        TimeUnit.MILLISECONDS.sleep(due ? PATIENCE_MILLIS : PAUSE_MILLIS);
        return row;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        checkpointed = true;
    }

    private AtomicInteger counter() {
        return DONE.computeIfAbsent(run, key -> new AtomicInteger());
    }
}
