/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.jobs.source.OtlpRecord;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Fails as often as told, each time in the middle and after a checkpoint; lets records pass slowly until then, or there
 * would be no checkpoint in time.
 */
final class Stumble extends RichMapFunction<OtlpRecord, OtlpRecord> implements CheckpointListener {
    private static final long serialVersionUID = 1L;
    private static final Map<String, AtomicInteger> FAILURES = new ConcurrentHashMap<>();
    private static final long PAUSE_MILLIS = 2;
    private static final long PATIENCE_MILLIS = 60;

    private final String name;
    private final int times;
    private final int between;
    private transient int seen;
    private transient boolean checkpointed;

    /**
     * @param name of the run
     * @param times how often it fails
     * @param between at least so many records lie between two failures
     */
    Stumble(String name, int times, int between) {
        this.name = name;
        this.times = times;
        this.between = between;
        FAILURES.put(name, new AtomicInteger());
    }

    int failures() {
        return failed().get();
    }

    @Override
    public OtlpRecord map(OtlpRecord otlp) throws InterruptedException {
        if (failed().get() == times) {
            return otlp;
        }
        boolean due = ++seen > between;
        if (due && checkpointed) {
            failed().incrementAndGet();
            throw new IllegalStateException("killed by the test");
        }
        TimeUnit.MILLISECONDS.sleep(due ? PATIENCE_MILLIS : PAUSE_MILLIS);
        return otlp;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        checkpointed = true;
    }

    private AtomicInteger failed() {
        return FAILURES.computeIfAbsent(name, key -> new AtomicInteger());
    }
}
