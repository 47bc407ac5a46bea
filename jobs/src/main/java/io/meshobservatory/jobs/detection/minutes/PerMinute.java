/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.minutes;

import io.meshobservatory.jobs.time.EventTimeFloor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps what comes until its minute has settled, and then gives all of it at once to a {@link MinuteLogic}: so what comes out
 * is a function of event time and content, whatever the order of arrival. Keyed.
 *
 * <p>It is an operator and not a window, as logics want to be called for minutes in which nothing came; like a window it
 * keeps the elements in a list per minute, so that a key with thousands of elements costs one append each. What belongs to a
 * minute that has settled is counted as {@code lateElements} and goes to no one; {@link EventTimeFloor} knows such minutes
 * after a restart too.
 *
 * <p>Results carry the time at which the minute has settled: operators one behind the other add no delay.
 *
 * @param <K> the key
 * @param <I> what comes in
 * @param <O> what goes out
 */
public final class PerMinute<K, I, O> extends MinuteOperator<K, I, O> implements OneInputStreamOperator<I, O> {
    private static final long serialVersionUID = 1L;

    /** @param type of what comes in */
    public PerMinute(Settling settling, TypeInformation<I> type, MinuteLogic<K, I, O> logic) {
        super(settling, type, logic);
    }

    @Override
    public void processElement(StreamRecord<I> element) throws Exception {
        keep(element);
    }
}
