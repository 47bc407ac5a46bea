/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.jobs.source.OtlpRecord;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Kills the job at certain records, as soon as the running attempt has completed a checkpoint. Lets records pass slowly
 * until all is done, or there would be no checkpoint in the middle.
 */
final class Kills extends RichMapFunction<OtlpRecord, OtlpRecord> implements CheckpointListener {
    private static final long serialVersionUID = 1L;
    private static final Map<String, AtomicInteger> DONE = new ConcurrentHashMap<>();
    private static final long PAUSE_MILLIS = 1;
    private static final long PATIENCE_MILLIS = 20;

    private final String run;
    private final long[] offsets;
    private transient volatile boolean checkpointed;

    /**
     * @param run name of the run
     * @param offsets the earliest records at which to kill, in ascending order
     */
    Kills(String run, long[] offsets) {
        this.run = run;
        this.offsets = offsets.clone();
        DONE.put(run, new AtomicInteger());
    }

    /** At random records, one in each part of the stream; the end is left out, as nothing comes late any more there. */
    static Kills spread(String run, int times, int records, long seed) {
        Random random = new Random(seed);
        long[] offsets = new long[times];
        int part = records * 9 / 10 / times;
        for (int i = 0; i < times; i++) {
            offsets[i] = (long) i * part + part / 4 + random.nextInt(part * 3 / 4);
        }
        return new Kills(run, offsets);
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
    public OtlpRecord map(OtlpRecord otlp) throws InterruptedException {
        int done = counter().get();
        if (done == offsets.length) {
            return otlp;
        }
        boolean due = otlp.offset() >= offsets[done];
        if (due && checkpointed) {
            counter().incrementAndGet();
            throw new IllegalStateException("killed by the test");
        }
        TimeUnit.MILLISECONDS.sleep(due ? PATIENCE_MILLIS : PAUSE_MILLIS);
        return otlp;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        checkpointed = true;
    }

    private AtomicInteger counter() {
        return DONE.computeIfAbsent(run, key -> new AtomicInteger());
    }
}
