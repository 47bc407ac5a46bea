/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.minutes;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.OutputTag;

/**
 * What is done with the elements of a key in a minute. One instance per operator instance; not thread-safe.
 *
 * @param <K> the key
 * @param <I> what comes in
 * @param <O> what goes out
 */
public interface MinuteLogic<K, I, O> extends Serializable {
    /** A wake that never comes. */
    long NEVER = Long.MAX_VALUE;

    /** Sets up state and metrics. */
    void open(KeyedStateStore states, MetricGroup metrics);

    /** The minute to which an element belongs: its beginning, milliseconds since the epoch. */
    long minuteOf(I element);

    /**
     * Takes in a minute that has settled; each minute of a key after the one before.
     *
     * @param minuteStartMillis the beginning of the minute
     * @param elements all of the key and the minute, in no order that means anything; empty if the minute was asked for, or
     *     one before it
     * @param out takes what comes of it, with the time at which the minute has settled
     * @return the beginning of the next minute to be called for even if nothing comes, or {@link #NEVER}
     */
    long onMinute(K key, long minuteStartMillis, List<I> elements, Emission<O> out) throws Exception;

    /** Takes results. */
    interface Emission<O> {
        /** Gives a result. */
        void collect(O result);

        /** Gives a result beside the others. */
        <X> void output(OutputTag<X> tag, X result);
    }
}
