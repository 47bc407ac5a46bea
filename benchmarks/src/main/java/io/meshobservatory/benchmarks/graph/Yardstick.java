/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import io.meshobservatory.benchmarks.meter.Meter;
import io.meshobservatory.benchmarks.meter.Throughput;
import io.meshobservatory.benchmarks.meter.Usage;
import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.benchmarks.recording.ShiftableRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.time.Duration;

/** What others are compared with: protobuf-java parsing the same bytes on one thread, and nothing else. */
final class Yardstick {
    private Yardstick() {}

    /** Parses the recording over and over. */
    static Throughput run(Recording recording, Duration duration) throws InvalidProtocolBufferException {
        long end = System.nanoTime() + duration.toNanos();
        long spans = 0;
        long bytes = 0;
        long parsed = 0;
        Usage usage;
        try (Meter meter = new Meter()) {
            do {
                for (ShiftableRequest request : recording.requests()) {
                    // the result is used, so that parsing cannot be left out
                    parsed +=
                            ExportTraceServiceRequest.parseFrom(request.bytes()).getResourceSpansCount();
                }
                spans += recording.spans();
                bytes += recording.bytes();
            } while (System.nanoTime() < end);
            usage = meter.usage();
        }
        if (parsed == 0) {
            throw new IllegalStateException("nothing was parsed");
        }
        return new Throughput(spans, bytes, usage);
    }
}
