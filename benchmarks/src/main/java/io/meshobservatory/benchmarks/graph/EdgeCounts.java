/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.benchmarks.recording.ShiftableRequest;
import io.meshobservatory.connectors.otlp.decode.OtlpDecodeException;
import io.meshobservatory.connectors.otlp.decode.SpanDecoder;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.trace.SpanSet;
import io.meshobservatory.core.trace.TraceLinker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often who called whom, and how often that failed. Immutable.
 *
 * @param calls by edge, whatever its versions
 */
record EdgeCounts(Map<Relation, Count> calls) {
    /** Calls and how many of them failed by the callee. */
    record Count(long calls, long errors) {
        Count plus(Count other) {
            return new Count(calls + other.calls, errors + other.errors);
        }

        Count times(long factor) {
            return new Count(calls * factor, errors * factor);
        }
    }

    /** What a recording holds, found without Flink: all spans are collected, and each trace is linked once. */
    static EdgeCounts of(Recording recording) throws IOException {
        Map<TraceId, List<Span>> traces = new HashMap<>();
        SpanDecoder decoder = new SpanDecoder();
        for (ShiftableRequest request : recording.requests()) {
            try {
                for (Span span : decoder.decode(request.bytes()).spans()) {
                    traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>())
                            .add(span);
                }
            } catch (OtlpDecodeException undecodable) {
                throw new IOException("a request cannot be decoded: " + undecodable.getMessage(), undecodable);
            }
        }
        Map<Relation, Count> counts = new HashMap<>();
        for (List<Span> trace : traces.values()) {
            for (Call call : TraceLinker.link(SpanSet.distinct(trace))) {
                boolean failed = call.exchange().outcome().isFailure();
                counts.merge(call.edge().relation(), new Count(1, failed ? 1 : 0), Count::plus);
            }
        }
        return new EdgeCounts(counts);
    }

    /** The same, so many times. */
    EdgeCounts times(long factor) {
        Map<Relation, Count> times = new HashMap<>();
        calls.forEach((relation, count) -> times.put(relation, count.times(factor)));
        return new EdgeCounts(times);
    }

    long totalCalls() {
        return calls.values().stream().mapToLong(Count::calls).sum();
    }

    long totalErrors() {
        return calls.values().stream().mapToLong(Count::errors).sum();
    }

    /** How this differs from what was expected; empty if it does not. */
    String difference(EdgeCounts expected) {
        StringBuilder difference = new StringBuilder();
        expected.calls.forEach((relation, count) -> {
            Count got = calls.getOrDefault(relation, new Count(0, 0));
            if (!got.equals(count) && difference.length() < 1_000) {
                difference
                        .append(relation)
                        .append(": ")
                        .append(got)
                        .append(" (expected: ")
                        .append(count)
                        .append("); ");
            }
        });
        calls.forEach((relation, count) -> {
            if (!expected.calls.containsKey(relation) && difference.length() < 1_000) {
                difference.append(relation).append(": ").append(count).append(" (expected: none); ");
            }
        });
        return difference.toString();
    }
}
