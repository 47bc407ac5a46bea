/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Where hops and spans are written down; it gives the ids. */
final class Journal {
    private static final long SECOND = 1_000_000_000L;
    private static final int[] WEIGHTS = {1, 1, 2, 4, 100};

    /**
     * Where the work of a party goes on.
     *
     * @param above the server span that is the parent of what follows, null if it is none
     */
    record Context(long traceId, long parent, @Nullable Told above, long nanos, int weight) {
        Context below(Told server) {
            return new Context(traceId, server.id, server, nanos, weight);
        }

        /** Below a span that is no server span. */
        Context within(Told span) {
            return new Context(traceId, span.id, null, nanos, weight);
        }

        Context later(long afterNanos) {
            return new Context(traceId, parent, above, nanos + afterNanos, weight);
        }
    }

    private final Random random;
    private final List<Hop> hops = new ArrayList<>();
    private final List<Told> spans = new ArrayList<>();
    private long lastTrace;
    private long lastId;

    Journal(Random random) {
        this.random = random;
    }

    List<Hop> hops() {
        return hops;
    }

    List<Told> spans() {
        return spans;
    }

    Hop hop(Hop hop) {
        hops.add(hop);
        return hop;
    }

    Context newTrace(long nanos) {
        return new Context(++lastTrace, 0, null, nanos, WEIGHTS[random.nextInt(WEIGHTS.length)]);
    }

    Told told(Context context, Party party, Dialect dialect, SpanKind kind, Message message) {
        Told told = new Told(context.traceId(), ++lastId, context.parent(), party, dialect, kind, message);
        record(told, context);
        return told;
    }

    void record(Told told, Context context) {
        long end = context.nanos() + random.nextLong(SECOND);
        told.at(end - random.nextLong(2 * SECOND), end);
        told.weight = told.party.tellsWeight() ? context.weight() : 1;
        spans.add(told);
    }
}
