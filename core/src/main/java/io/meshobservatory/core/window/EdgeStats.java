/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.telemetry.Exchange;
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
public final class EdgeStats extends EdgeCounters {
    static final int MAX_FLAGS = 64;
    static final int MAX_DENIALS = 64;
    static final int MAX_OPERATIONS = 32;

    private static final byte FORMAT = 4;

    final BoundedCounts flags = new BoundedCounts(MAX_FLAGS);
    final BoundedCounts denials = new BoundedCounts(MAX_DENIALS);
    final BoundedCounts operations = new BoundedCounts(MAX_OPERATIONS);
    LatencyHistogram client = new LatencyHistogram();
    LatencyHistogram server = new LatencyHistogram();
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
        add(alike.outcome(), weight);
        add(alike.security(), weight);
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
        add(alike.security(), weight);
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
        return countsNothing() && client.count() == 0 && server.count() == 0;
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
        writeCounters(out);
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
        stats.readCounters(in);
        stats.flags.read(in);
        stats.denials.read(in);
        stats.operations.read(in);
        stats.client = LatencyHistogram.read(in);
        stats.server = LatencyHistogram.read(in);
        stats.extremes = Extremes.read(in);
        return stats;
    }

    private void merge(EdgeStats other, long sign) {
        mergeCounters(other, sign);
        flags.merge(other.flags, sign);
        denials.merge(other.denials, sign);
        operations.merge(other.operations, sign);
        client.merge(other.client, sign);
        server.merge(other.server, sign);
    }

    private void change(Call call, int sign) {
        Exchange exchange = call.exchange();
        long weight = call.weight();
        add(exchange.security(), sign * weight);
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
        add(exchange.outcome(), sign * weight);
        add(call.evidence(), sign);
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
        String allFlags = exchange.responseFlags();
        if (allFlags.indexOf(',') >= 0) {
            for (String flag : allFlags.split(",", -1)) {
                flags.add(flag, weight);
            }
        } else if (!allFlags.isEmpty()) {
            flags.add(allFlags, weight);
        }
        if (!exchange.denial().isEmpty()) {
            denials.add(exchange.denial(), weight);
        }
        if (!exchange.operation().isEmpty()) {
            operations.add(exchange.operation(), weight);
        }
    }
}
