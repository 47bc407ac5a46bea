/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.jobs.serialization.DomainIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was published of a trace. Mostly, all its calls were published when it was looked at for the first time; then it is
 * enough to know up to which span that was, and the calls can be found again by linking those spans. (If the rules of linking
 * change between a savepoint and the job that goes on from it, that holds of the traces of these minutes only as far as the new
 * rules give the same.) Immutable.
 *
 * @param settledSpans of how many spans, the first, all calls were published; only if {@code calls} is null
 * @param calls the published calls, null if they are those of the first {@code settledSpans} spans
 */
record TraceHistory(int settledSpans, @Nullable List<Call> calls) {
    /** Nothing was published. */
    static final TraceHistory NONE = new TraceHistory(0, null);

    private static final int NOT_LISTED = -1;

    /** All calls of the first so many spans were published, and nothing else. */
    static TraceHistory allOf(int spans) {
        return new TraceHistory(spans, null);
    }

    /** These calls were published. */
    static TraceHistory of(List<Call> calls) {
        return new TraceHistory(0, calls);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(settledSpans);
        out.writeInt(calls == null ? NOT_LISTED : calls.size());
        if (calls != null) {
            for (Call call : calls) {
                DomainIo.write(call, out);
            }
        }
    }

    static TraceHistory read(DataInput in) throws IOException {
        int settledSpans = in.readInt();
        int size = in.readInt();
        if (size == NOT_LISTED) {
            return allOf(settledSpans);
        }
        List<Call> calls = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            calls.add(DomainIo.readCall(in));
        }
        return of(calls);
    }
}
