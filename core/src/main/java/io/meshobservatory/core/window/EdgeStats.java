/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What one vantage point saw of one edge in one window. Observations can be added, withdrawn, and two such sums merged, in
 * any order, with the same result: counts, sums and histograms form a group. Exceptions are the first and last time, the
 * principals and the example traces, which are extremes: a call that was withdrawn may still be named by them as long as
 * others remain; when none remains they are forgotten.
 *
 * <p>Counts of calls are sums of {@link SampleWeight}s. A sum of changes on its way to the full statistics may be negative.
 * Not thread-safe.
 */
public final class EdgeStats {
    static final int MAX_FLAGS = 64;
    static final int MAX_DENIALS = 64;
    static final int MAX_OPERATIONS = 32;

    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final ConnectionSecurity[] SECURITIES = ConnectionSecurity.values();
    private static final Call.Evidence[] EVIDENCE = Call.Evidence.values();
    private static final byte FORMAT = 3;

    final long[] outcomes = new long[OUTCOMES.length];
    final long[] securities = new long[SECURITIES.length];
    final long[] evidence = new long[EVIDENCE.length];
    final BoundedCounts flags = new BoundedCounts(MAX_FLAGS);
    final BoundedCounts denials = new BoundedCounts(MAX_DENIALS);
    final BoundedCounts operations = new BoundedCounts(MAX_OPERATIONS);
    long weights;
    /** How many counters told of the window, whatever they counted. */
    long told;

    long recorded;
    long contextLost;
    long requestBytes;
    long responseBytes;
    long connectionsOpened;
    long connectionsClosed;
    LatencyHistogram client = new LatencyHistogram();
    LatencyHistogram server = new LatencyHistogram();
    long clientSumNanos;
    long serverSumNanos;
    Extremes extremes = new Extremes();

    /** Adds a call; one that is a whole connection counts as a connection that was opened and closed. */
    public void add(Call call) {
        change(call, 1);
        extremes.add(call);
    }

    /** Takes away a call that was added before, here or in another sum that this one will be merged with. */
    public void withdraw(Call call) {
        change(call, -1);
    }

    /**
     * Adds calls that were only counted.
     *
     * @param calls how many
     * @param alike what all of them have in common; its sizes are not read
     */
    public void addCounted(long calls, Exchange alike) {
        long weight = calls * SampleWeight.ONE;
        weights += weight;
        outcomes[alike.outcome().ordinal()] += weight;
        securities[alike.security().ordinal()] += weight;
        addNames(alike, weight);
        extremes.addPrincipals(alike);
    }

    /** Notes that a counter of calls covers the window: where it counted none, there were none. */
    public void addTold() {
        told++;
    }

    /** Adds bytes that were only counted. */
    public void addBytes(long request, long response) {
        requestBytes += request;
        responseBytes += response;
    }

    /**
     * Adds connections that were only counted.
     *
     * @param opened how many were opened
     * @param closed how many were closed
     * @param alike what all of them have in common: security, principals and flags are read
     */
    public void addConnections(long opened, long closed, Exchange alike) {
        connectionsOpened += opened;
        connectionsClosed += closed;
        long weight = opened * SampleWeight.ONE;
        securities[alike.security().ordinal()] += weight;
        addNames(alike, weight);
        extremes.addPrincipals(alike);
    }

    /** Adds latencies that were measured apart from the calls. */
    public void addClientLatency(LatencyHistogram latencies, long sumNanos) {
        client.merge(latencies, 1);
        clientSumNanos += sumNanos;
    }

    /** Adds latencies that were measured apart from the calls. */
    public void addServerLatency(LatencyHistogram latencies, long sumNanos) {
        server.merge(latencies, 1);
        serverSumNanos += sumNanos;
    }

    /** Notes that something was seen between two times, milliseconds since the epoch. */
    public void seen(long firstMillis, long lastMillis) {
        extremes.seen(firstMillis, lastMillis);
    }

    /** Adds all of another sum, which stays as it is. */
    public void merge(EdgeStats other) {
        merge(other, 1);
        extremes.merge(other.extremes, true);
    }

    /** What must be merged to undo the merging of this. */
    public EdgeStats negated() {
        EdgeStats negated = new EdgeStats();
        negated.merge(this, -1);
        return negated;
    }

    /** Whether nothing counts: every observation was withdrawn, or none was made. */
    public boolean isEmpty() {
        return weights == 0
                && told == 0
                && recorded == 0
                && requestBytes == 0
                && responseBytes == 0
                && connectionsOpened == 0
                && connectionsClosed == 0
                && client.count() == 0
                && server.count() == 0;
    }

    /** How many calls, as they were weighted; negative only in a sum of changes. */
    public long calls() {
        return SampleWeight.calls(weights);
    }

    /** How many calls or connections were seen to be protected in a way. */
    long calls(ConnectionSecurity security) {
        return SampleWeight.calls(securities[security.ordinal()]);
    }

    OutcomeCounts outcomeCounts() {
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
    boolean hasFailures() {
        for (Outcome outcome : OUTCOMES) {
            if (outcome.isFailure() && outcomes[outcome.ordinal()] > 0) {
                return true;
            }
        }
        return false;
    }

    private long calls(Outcome outcome) {
        return SampleWeight.calls(outcomes[outcome.ordinal()]);
    }

    /** A copy that shares nothing that can change. */
    public EdgeStats copy() {
        EdgeStats copy = new EdgeStats();
        copy.merge(this);
        return copy;
    }

    /** Writes the state in a versioned form: format byte, counters, names, histograms, extremes. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        write(outcomes, out);
        write(securities, out);
        write(evidence, out);
        out.writeLong(weights);
        out.writeLong(told);
        out.writeLong(recorded);
        out.writeLong(contextLost);
        out.writeLong(requestBytes);
        out.writeLong(responseBytes);
        out.writeLong(connectionsOpened);
        out.writeLong(connectionsClosed);
        out.writeLong(clientSumNanos);
        out.writeLong(serverSumNanos);
        flags.write(out);
        denials.write(out);
        operations.write(out);
        client.write(out);
        server.write(out);
        extremes.write(out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the format is not known
     */
    public static EdgeStats read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("edge statistics in format " + format + " (expected: " + FORMAT + ")");
        }
        EdgeStats stats = new EdgeStats();
        read(stats.outcomes, in);
        read(stats.securities, in);
        read(stats.evidence, in);
        stats.weights = in.readLong();
        stats.told = in.readLong();
        stats.recorded = in.readLong();
        stats.contextLost = in.readLong();
        stats.requestBytes = in.readLong();
        stats.responseBytes = in.readLong();
        stats.connectionsOpened = in.readLong();
        stats.connectionsClosed = in.readLong();
        stats.clientSumNanos = in.readLong();
        stats.serverSumNanos = in.readLong();
        stats.flags.read(in);
        stats.denials.read(in);
        stats.operations.read(in);
        stats.client = LatencyHistogram.read(in);
        stats.server = LatencyHistogram.read(in);
        stats.extremes = Extremes.read(in);
        return stats;
    }

    private void merge(EdgeStats other, long sign) {
        add(outcomes, other.outcomes, sign);
        add(securities, other.securities, sign);
        add(evidence, other.evidence, sign);
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
        flags.merge(other.flags, sign);
        denials.merge(other.denials, sign);
        operations.merge(other.operations, sign);
        client.merge(other.client, sign);
        server.merge(other.server, sign);
    }

    private void change(Call call, int sign) {
        Exchange exchange = call.exchange();
        long weight = call.weight();
        securities[exchange.security().ordinal()] += sign * weight;
        addNames(exchange, sign * weight);
        if (exchange.requestBytes() != Exchange.UNKNOWN_BYTES) {
            requestBytes += sign * SampleWeight.scale(exchange.requestBytes(), weight);
        }
        if (exchange.responseBytes() != Exchange.UNKNOWN_BYTES) {
            responseBytes += sign * SampleWeight.scale(exchange.responseBytes(), weight);
        }
        if (call.isConnection()) {
            connectionsOpened += sign;
            connectionsClosed += sign;
            return;
        }
        weights += sign * weight;
        recorded += sign;
        outcomes[exchange.outcome().ordinal()] += sign * weight;
        evidence[call.evidence().ordinal()] += sign;
        if (call.contextLost()) {
            contextLost += sign;
        }
        long times = sign * Math.max(1, SampleWeight.calls(weight));
        if (call.clientNanos() != Call.UNKNOWN_NANOS) {
            client.add(call.clientNanos(), times);
            clientSumNanos += times * call.clientNanos();
        }
        if (call.serverNanos() != Call.UNKNOWN_NANOS) {
            server.add(call.serverNanos(), times);
            serverSumNanos += times * call.serverNanos();
        }
    }

    private void addNames(Exchange exchange, long weight) {
        if (!exchange.responseFlags().isEmpty()) {
            for (String flag : exchange.responseFlags().split(",", -1)) {
                flags.add(flag, weight);
            }
        }
        if (!exchange.denial().isEmpty()) {
            denials.add(exchange.denial(), weight);
        }
        if (!exchange.operation().isEmpty()) {
            operations.add(exchange.operation(), weight);
        }
    }

    private static void add(long[] to, long[] from, long sign) {
        for (int i = 0; i < to.length; i++) {
            to[i] += sign * from[i];
        }
    }

    private static void write(long[] values, DataOutput out) throws IOException {
        out.writeByte(values.length);
        for (long value : values) {
            out.writeLong(value);
        }
    }

    /** There may be fewer than now: constants are appended. */
    private static void read(long[] values, DataInput in) throws IOException {
        int known = in.readByte();
        if (known < 0 || known > values.length) {
            throw new IOException(
                    "edge statistics with " + known + " counters (expected: at most " + values.length + ")");
        }
        for (int i = 0; i < known; i++) {
            values[i] = in.readLong();
        }
    }
}
