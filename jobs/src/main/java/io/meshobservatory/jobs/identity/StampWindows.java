/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.window.EdgeDelta;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Gives each sum the last millisecond of its window as its time: a batch run sorts by key and time, so that the sums of a
 * cluster come window after window.
 */
final class StampWindows extends AbstractStreamOperator<EdgeDelta>
        implements OneInputStreamOperator<EdgeDelta, EdgeDelta> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(StreamRecord<EdgeDelta> element) {
        element.setTimestamp(SumKey.lastMillis(element.getValue().windowStartMillis()));
        output.collect(element);
    }
}
