/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The plain numbers of {@link EdgeStats}. Counts of calls are sums of {@link SampleWeight}s. A base class, and not an object
 * of its own, since there are as many as edges and windows. Not thread-safe.
 */
abstract sealed class EdgeCounters permits EdgeStats {
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final ConnectionSecurity[] SECURITIES = ConnectionSecurity.values();
    private static final Call.Evidence[] EVIDENCE = Call.Evidence.values();

    private static final int FIRST_SECURITY = OUTCOMES.length;
    private static final int FIRST_EVIDENCE = FIRST_SECURITY + SECURITIES.length;

    /** By outcome, by security and by evidence: in one array, so that they lie side by side. */
    private final long[] classes = new long[FIRST_EVIDENCE + EVIDENCE.length];

    long weights;

    /** How many counters told of the window, whatever they counted. */
    long told;

    long recorded;
    long contextLost;
    long requestBytes;
    long responseBytes;
    long connectionsOpened;
    long connectionsClosed;
    long clientSumNanos;
    long serverSumNanos;

    /** How many calls, as they were weighted; negative only in a sum of changes. */
    public final long calls() {
        return SampleWeight.calls(weights);
    }

    /** How many calls or connections were seen to be protected in a way. */
    final long calls(ConnectionSecurity security) {
        return SampleWeight.calls(weights(security));
    }

    final long weights(ConnectionSecurity security) {
        return classes[FIRST_SECURITY + security.ordinal()];
    }

    /** How many recorded calls rest on some evidence; these are not weighted. */
    final long recorded(Call.Evidence evidence) {
        return classes[FIRST_EVIDENCE + evidence.ordinal()];
    }

    final void add(Outcome outcome, long weight) {
        classes[outcome.ordinal()] += weight;
    }

    final void add(ConnectionSecurity security, long weight) {
        classes[FIRST_SECURITY + security.ordinal()] += weight;
    }

    final void add(Call.Evidence evidence, long calls) {
        classes[FIRST_EVIDENCE + evidence.ordinal()] += calls;
    }

    final OutcomeCounts outcomeCounts() {
        return new OutcomeCounts(
                calls(Outcome.FAILED_HTTP_5XX),
                calls(Outcome.FAILED_GRPC),
                calls(Outcome.FAILED_NO_RESPONSE),
                calls(Outcome.FAILED_STATUS),
                calls(Outcome.REJECTED_HTTP_4XX),
                calls(Outcome.REJECTED_GRPC),
                calls(Outcome.FAULT_INJECTED));
    }

    /** Whether any call failed: an example of a failure must not outlive the failures. */
    final boolean hasFailures() {
        for (Outcome outcome : OUTCOMES) {
            if (outcome.isFailure() && classes[outcome.ordinal()] > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether all that can be counted is 0. */
    final boolean countsNothing() {
        return weights == 0
                && told == 0
                && recorded == 0
                && requestBytes == 0
                && responseBytes == 0
                && connectionsOpened == 0
                && connectionsClosed == 0;
    }

    final void mergeCounters(EdgeCounters other, long sign) {
        for (int i = 0; i < classes.length; i++) {
            classes[i] += sign * other.classes[i];
        }
        weights += sign * other.weights;
        told += sign * other.told;
        recorded += sign * other.recorded;
        contextLost += sign * other.contextLost;
        requestBytes += sign * other.requestBytes;
        responseBytes += sign * other.responseBytes;
        connectionsOpened += sign * other.connectionsOpened;
        connectionsClosed += sign * other.connectionsClosed;
        clientSumNanos += sign * other.clientSumNanos;
        serverSumNanos += sign * other.serverSumNanos;
    }

    final void writeCounters(DataOutput out) throws IOException {
        write(0, OUTCOMES.length, out);
        write(FIRST_SECURITY, SECURITIES.length, out);
        write(FIRST_EVIDENCE, EVIDENCE.length, out);
        PackedNumbers.write(weights, out);
        PackedNumbers.write(told, out);
        PackedNumbers.write(recorded, out);
        PackedNumbers.write(contextLost, out);
        PackedNumbers.write(requestBytes, out);
        PackedNumbers.write(responseBytes, out);
        PackedNumbers.write(connectionsOpened, out);
        PackedNumbers.write(connectionsClosed, out);
        PackedNumbers.write(clientSumNanos, out);
        PackedNumbers.write(serverSumNanos, out);
    }

    final void readCounters(DataInput in) throws IOException {
        read(0, OUTCOMES.length, in);
        read(FIRST_SECURITY, SECURITIES.length, in);
        read(FIRST_EVIDENCE, EVIDENCE.length, in);
        weights = PackedNumbers.read(in);
        told = PackedNumbers.read(in);
        recorded = PackedNumbers.read(in);
        contextLost = PackedNumbers.read(in);
        requestBytes = PackedNumbers.read(in);
        responseBytes = PackedNumbers.read(in);
        connectionsOpened = PackedNumbers.read(in);
        connectionsClosed = PackedNumbers.read(in);
        clientSumNanos = PackedNumbers.read(in);
        serverSumNanos = PackedNumbers.read(in);
    }

    private long calls(Outcome outcome) {
        return SampleWeight.calls(classes[outcome.ordinal()]);
    }

    private void write(int first, int count, DataOutput out) throws IOException {
        out.writeByte(count);
        for (int i = 0; i < count; i++) {
            PackedNumbers.write(classes[first + i], out);
        }
    }

    /** There may be fewer than now: constants are appended. */
    private void read(int first, int count, DataInput in) throws IOException {
        int known = in.readByte();
        if (known < 0 || known > count) {
            throw new IOException("edge statistics with " + known + " counters (expected: at most " + count + ")");
        }
        for (int i = 0; i < known; i++) {
            classes[first + i] = PackedNumbers.read(in);
        }
    }
}
