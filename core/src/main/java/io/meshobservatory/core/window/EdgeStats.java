/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one edge in one window add up to. Calls can be added, withdrawn, and two such sums merged, in any
 * order, with the same result: counts, sums and histograms form a group. Exceptions are the first and last time, the
 * principals and the example traces, which are extremes: a call that was withdrawn may still be named by them as long as
 * other calls remain; when none remains they are forgotten. Of more than {@value #MAX_FLAGS} different response flags,
 * which counts are summed as {@value #OTHER_FLAGS} depends on the order; their sum does not.
 *
 * <p>A sum of changes on its way to the full statistics may be negative. Not thread-safe.
 */
public final class EdgeStats {
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final byte FORMAT = 1;
    private static final int MAX_FLAGS = 64;
    private static final String OTHER_FLAGS = "OTHER";

    private long calls;
    private final long[] outcomes = new long[OUTCOMES.length];
    private Map<String, Long> flags = Map.of();
    private long requestBytes;
    private long responseBytes;
    private long mutualTlsCalls;
    private LatencyHistogram client = new LatencyHistogram();
    private LatencyHistogram server = new LatencyHistogram();
    private long clientSumNanos;
    private long serverSumNanos;
    private Extremes extremes = new Extremes();

    /** Adds a call. */
    public void add(Call call) {
        change(call, 1);
        extremes.add(call);
    }

    /** Takes away a call that was added before, here or in another sum that this one will be merged with. */
    public void withdraw(Call call) {
        change(call, -1);
    }

    /** Adds all of another sum, which stays as it is. */
    public void merge(EdgeStats other) {
        calls += other.calls;
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] += other.outcomes[i];
        }
        other.flags.forEach(this::addFlag);
        requestBytes += other.requestBytes;
        responseBytes += other.responseBytes;
        mutualTlsCalls += other.mutualTlsCalls;
        client.merge(other.client);
        server.merge(other.server);
        clientSumNanos += other.clientSumNanos;
        serverSumNanos += other.serverSumNanos;
        extremes.merge(other.extremes);
    }

    /** How many calls; negative only in a sum of changes. */
    public long calls() {
        return calls;
    }

    /** Forgets the extremes if no call remains, so that they cannot name calls that were all withdrawn. */
    public void forgetExtremesIfEmpty() {
        if (calls == 0) {
            extremes = new Extremes();
        }
    }

    /** A copy that shares nothing that can change. */
    public EdgeStats copy() {
        EdgeStats copy = new EdgeStats();
        copy.merge(this);
        return copy;
    }

    /** The row of an edge and a window; see {@link EdgeRow} for the units. */
    public EdgeRow toRow(WindowSize size, long windowStartMillis, Edge edge) {
        boolean empty = calls == 0;
        return new EdgeRow(
                size,
                windowStartMillis,
                edge,
                calls,
                failures(),
                outcomes[Outcome.FAILED_HTTP_5XX.ordinal()],
                outcomes[Outcome.FAILED_GRPC.ordinal()],
                outcomes[Outcome.FAILED_NO_RESPONSE.ordinal()],
                outcomes[Outcome.FAILED_STATUS.ordinal()],
                outcomes[Outcome.REJECTED_HTTP_4XX.ordinal()],
                outcomes[Outcome.REJECTED_GRPC.ordinal()],
                outcomes[Outcome.FAULT_INJECTED.ordinal()],
                new TreeMap<>(flags),
                requestBytes,
                responseBytes,
                summary(client, clientSumNanos),
                summary(server, serverSumNanos),
                mutualTlsCalls,
                extremes.sourcePrincipal.isEmpty() ? null : extremes.sourcePrincipal,
                extremes.destinationPrincipal.isEmpty() ? null : extremes.destinationPrincipal,
                empty ? windowStartMillis : extremes.firstMillis,
                empty ? windowStartMillis : extremes.lastMillis,
                empty ? null : hex(extremes.slowest),
                failures() == 0 ? null : hex(extremes.failed));
    }

    /** Writes the state in a versioned form: format byte, counters, flags, histograms, extremes. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeLong(calls);
        out.writeByte(outcomes.length);
        for (long outcome : outcomes) {
            out.writeLong(outcome);
        }
        out.writeInt(flags.size());
        for (Map.Entry<String, Long> flag : flags.entrySet()) {
            out.writeUTF(flag.getKey());
            out.writeLong(flag.getValue());
        }
        out.writeLong(requestBytes);
        out.writeLong(responseBytes);
        out.writeLong(mutualTlsCalls);
        out.writeLong(clientSumNanos);
        out.writeLong(serverSumNanos);
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
        stats.calls = in.readLong();
        int known = in.readByte();
        if (known < 0 || known > OUTCOMES.length) {
            throw new IOException(
                    "edge statistics with " + known + " outcomes (expected: at most " + OUTCOMES.length + ")");
        }
        for (int i = 0; i < known; i++) {
            stats.outcomes[i] = in.readLong();
        }
        int flagCount = in.readInt();
        for (int i = 0; i < flagCount; i++) {
            stats.addFlag(in.readUTF(), in.readLong());
        }
        stats.requestBytes = in.readLong();
        stats.responseBytes = in.readLong();
        stats.mutualTlsCalls = in.readLong();
        stats.clientSumNanos = in.readLong();
        stats.serverSumNanos = in.readLong();
        stats.client = LatencyHistogram.read(in);
        stats.server = LatencyHistogram.read(in);
        stats.extremes = Extremes.read(in);
        return stats;
    }

    private void change(Call call, int sign) {
        calls += sign;
        outcomes[call.outcome().ordinal()] += sign;
        if (!call.responseFlags().isEmpty()) {
            for (String flag : call.responseFlags().split(",", -1)) {
                addFlag(flag, (long) sign);
            }
        }
        if (call.requestBytes() != Span.UNKNOWN_BYTES) {
            requestBytes += sign * call.requestBytes();
        }
        if (call.responseBytes() != Span.UNKNOWN_BYTES) {
            responseBytes += sign * call.responseBytes();
        }
        if (!call.sourcePrincipal().isEmpty() && !call.destinationPrincipal().isEmpty()) {
            mutualTlsCalls += sign;
        }
        if (call.clientNanos() != Call.UNKNOWN_NANOS) {
            client.add(call.clientNanos(), sign);
            clientSumNanos += sign * call.clientNanos();
        }
        if (call.serverNanos() != Call.UNKNOWN_NANOS) {
            server.add(call.serverNanos(), sign);
            serverSumNanos += sign * call.serverNanos();
        }
    }

    private void addFlag(String flag, Long times) {
        if (flags.isEmpty()) {
            flags = new HashMap<>();
        }
        // flags come from outside: without a limit, made-up ones would fill the memory
        int named = flags.size() - (flags.containsKey(OTHER_FLAGS) ? 1 : 0);
        String counted = named < MAX_FLAGS || flags.containsKey(flag) ? flag : OTHER_FLAGS;
        flags.merge(counted, times, (a, b) -> a + b == 0 ? null : a + b);
    }

    private long failures() {
        long failures = 0;
        for (Outcome outcome : OUTCOMES) {
            if (outcome.isFailure()) {
                failures += outcomes[outcome.ordinal()];
            }
        }
        return failures;
    }

    private static @Nullable LatencySummary summary(LatencyHistogram histogram, long sumNanos) {
        long count = histogram.count();
        if (count <= 0) {
            return null;
        }
        return new LatencySummary(
                count,
                (double) sumNanos / count / NANOS_PER_MILLI,
                histogram.quantileMillis(0.50),
                histogram.quantileMillis(0.95),
                histogram.quantileMillis(0.99),
                histogram.encode());
    }

    private static @Nullable String hex(@Nullable TraceId traceId) {
        return traceId == null ? null : traceId.toHex();
    }
}
