/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.minutes;

import io.meshobservatory.models.story.Rules;

/**
 * What is done with the elements of a key in a minute, under what people say. One instance per operator instance; not
 * thread-safe.
 *
 * @param <K> the key
 * @param <I> what comes in
 * @param <O> what goes out
 */
public interface ControlledLogic<K, I, O> extends MinuteLogic<K, I, O> {
    /** Tells what people have said, before each minute: what holds at the moment at which the minute has settled. */
    void obey(Rules rules);
}
