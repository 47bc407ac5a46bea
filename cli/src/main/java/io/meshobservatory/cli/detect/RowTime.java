/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.detect;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/** Tells with each new time that nothing before it will come: for values in the order of time. */
final class RowTime<T> implements WatermarkGenerator<T> {
    private long latestMillis = Long.MIN_VALUE;

    @Override
    public void onEvent(T event, long eventMillis, WatermarkOutput output) {
        if (eventMillis > latestMillis) {
            latestMillis = eventMillis;
            output.emitWatermark(new Watermark(eventMillis - 1));
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // told with the events
    }
}
