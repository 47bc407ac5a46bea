/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.edges;

import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.WindowSize;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sums the changes of each edge and ten-second window before they cross the network: thousands of calls become one
 * record.
 *
 * <p>It has no state of its own, since it sends all that it holds before each checkpoint barrier, and before each
 * watermark that closes a window: what is held can therefore never be later than it was when it came.
 */
public final class SumLocally extends AbstractStreamOperator<EdgeDelta>
        implements OneInputStreamOperator<CallChange, EdgeDelta> {
    private static final long serialVersionUID = 1L;

    /** Two windows of a mesh with 100,000 edges; about 1 kB each. */
    private static final int MAX_HELD = 200_000;

    private transient LocalSums held = new LocalSums();
    private transient long closedWindows = Long.MIN_VALUE;

    @Override
    public void open() throws Exception {
        super.open();
        held = new LocalSums();
        closedWindows = Long.MIN_VALUE;
    }

    @Override
    public void processElement(StreamRecord<CallChange> element) {
        held.add(element.getValue());
        if (held.size() >= MAX_HELD) {
            flush();
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        long closed = closedWindows(mark.getTimestamp());
        if (closed > closedWindows) {
            flush();
            closedWindows = closed;
        }
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flush();
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    @Override
    public void finish() throws Exception {
        flush();
        super.finish();
    }

    /** How many ten-second windows since the epoch are closed; the last watermark closes all. */
    private static long closedWindows(long watermarkMillis) {
        return watermarkMillis == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.floorDiv(watermarkMillis + 1, WindowSize.TEN_SECONDS.millis());
    }

    private void flush() {
        held.drain(delta -> output.collect(new StreamRecord<>(delta)));
    }
}
