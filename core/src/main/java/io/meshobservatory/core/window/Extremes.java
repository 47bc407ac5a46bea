/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.TraceId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@link EdgeStats} that only grow: times, principals and example traces. Ties are broken by the ids, so
 * that the same calls give the same extremes in any order. Not thread-safe.
 */
final class Extremes {
    long firstMillis = Long.MAX_VALUE;
    long lastMillis = Long.MIN_VALUE;
    String sourcePrincipal = "";
    String destinationPrincipal = "";

    @Nullable
    TraceId slowest;

    @Nullable
    TraceId failed;

    private long slowestNanos = -1;
    private long failedNanos = -1;

    void add(Call call) {
        long endMillis = Math.floorDiv(call.endNanos(), 1_000_000L);
        seen(endMillis, endMillis);
        addPrincipals(call.exchange());
        long nanos = Math.max(call.clientNanos(), call.serverNanos());
        boolean failure = call.outcome().isFailure();
        if ((nanos < slowestNanos && !failure) || call.traceId().isZero()) {
            return;
        }
        offerSlowest(nanos, call.traceId());
        if (failure) {
            offerFailed(nanos, call.traceId());
        }
    }

    void seen(long newFirstMillis, long newLastMillis) {
        firstMillis = Math.min(firstMillis, newFirstMillis);
        lastMillis = Math.max(lastMillis, newLastMillis);
    }

    void addPrincipals(Exchange exchange) {
        sourcePrincipal = later(sourcePrincipal, exchange.sourcePrincipal());
        destinationPrincipal = later(destinationPrincipal, exchange.destinationPrincipal());
    }

    /** Takes over what another one has, its example of a failure only if wanted. */
    void merge(Extremes other, boolean withFailure) {
        seen(other.firstMillis, other.lastMillis);
        sourcePrincipal = later(sourcePrincipal, other.sourcePrincipal);
        destinationPrincipal = later(destinationPrincipal, other.destinationPrincipal);
        if (other.slowest != null) {
            offerSlowest(other.slowestNanos, other.slowest);
        }
        if (withFailure && other.failed != null) {
            offerFailed(other.failedNanos, other.failed);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(firstMillis);
        out.writeLong(lastMillis);
        out.writeUTF(sourcePrincipal);
        out.writeUTF(destinationPrincipal);
        writeExample(out, slowestNanos, slowest);
        writeExample(out, failedNanos, failed);
    }

    static Extremes read(DataInput in) throws IOException {
        Extremes extremes = new Extremes();
        extremes.firstMillis = in.readLong();
        extremes.lastMillis = in.readLong();
        extremes.sourcePrincipal = in.readUTF();
        extremes.destinationPrincipal = in.readUTF();
        if (in.readBoolean()) {
            extremes.slowestNanos = in.readLong();
            extremes.slowest = new TraceId(in.readLong(), in.readLong());
        }
        if (in.readBoolean()) {
            extremes.failedNanos = in.readLong();
            extremes.failed = new TraceId(in.readLong(), in.readLong());
        }
        return extremes;
    }

    private void offerSlowest(long nanos, TraceId traceId) {
        if (slowest == null || beats(nanos, traceId, slowestNanos, slowest)) {
            slowestNanos = nanos;
            slowest = traceId;
        }
    }

    private void offerFailed(long nanos, TraceId traceId) {
        if (failed == null || beats(nanos, traceId, failedNanos, failed)) {
            failedNanos = nanos;
            failed = traceId;
        }
    }

    private static boolean beats(long nanos, TraceId traceId, long heldNanos, TraceId held) {
        if (nanos != heldNanos) {
            return nanos > heldNanos;
        }
        int high = Long.compareUnsigned(traceId.high(), held.high());
        return high != 0 ? high < 0 : Long.compareUnsigned(traceId.low(), held.low()) < 0;
    }

    @SuppressWarnings("ReferenceEquality") // only to save comparisons
    private static String later(String one, String other) {
        return one == other || one.compareTo(other) >= 0 ? one : other;
    }

    private static void writeExample(DataOutput out, long nanos, @Nullable TraceId traceId) throws IOException {
        out.writeBoolean(traceId != null);
        if (traceId != null) {
            out.writeLong(nanos);
            out.writeLong(traceId.high());
            out.writeLong(traceId.low());
        }
    }
}
