/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * The traces of which all was published, in keyed state, and when they can be forgotten. It moves the operator's current key.
 * Not thread-safe.
 */
final class RestingTraces {
    private final ValueState<RestingTrace> state;
    private final KeyContext keys;
    private final OpenTraces open;
    private final TraceExpiries expiries;

    /** @param open traces that come at the same time, and may be later parts of those at rest */
    RestingTraces(ValueState<RestingTrace> state, KeyContext keys, OpenTraces open, TraceExpiries expiries) {
        this.state = state;
        this.keys = keys;
        this.open = open;
        this.expiries = expiries;
    }

    /** Gives a trace the earlier part of it that is at rest, if there is one; looks once. */
    void takeUpInto(OpenTrace trace) throws IOException {
        if (trace.tookUpRest()) {
            return;
        }
        keys.setCurrentKey(trace.id());
        RestingTrace rest = state.value();
        if (rest == null) {
            trace.noRest();
        } else {
            trace.takeUp(rest);
            expiries.takeUp(trace.id());
        }
    }

    /** Keeps a trace until a time, milliseconds since the epoch; not before the time until which it was kept already. */
    void putToRest(OpenTrace trace, long expiryMillis) throws IOException {
        keys.setCurrentKey(trace.id());
        state.update(trace.toRest(expiryMillis));
        expiries.add(trace.id(), expiryMillis);
    }

    /** Forgets a trace that was open when it could be forgotten. */
    void forgetOpen(OpenTrace trace) {
        expiries.forget(trace.id());
        forget(trace.id());
    }

    /** The next time at which {@link #forgetNext()} has something to forget; {@link Long#MAX_VALUE} if there is none. */
    long nextExpiryMillis() {
        return expiries.nextMillis();
    }

    /** Forgets the traces of the next time at which some can be. */
    void forgetNext() throws IOException {
        expiries.expireNext(this::expire);
    }

    /** Of a trace that goes on, the earlier part is still needed: its spans are the parents of those that wait. */
    private void expire(TraceId id) throws IOException {
        OpenTrace later = open.get(id);
        if (later == null) {
            forget(id);
        } else {
            takeUpInto(later);
        }
    }

    private void forget(TraceId id) {
        keys.setCurrentKey(id);
        state.clear();
    }
}
