/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.recording;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.file.OtlpFileReader;
import io.meshobservatory.connectors.otlp.file.OtlpFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The span requests of a file, in memory. Not thread-safe as long as its requests are not.
 *
 * @param requests in the order of the file, at least one
 * @param spans how many spans they hold
 * @param bytes how many bytes they are
 * @param firstEndNanos the earliest end of a span, nanoseconds since the epoch
 * @param lastEndNanos the latest
 */
public record Recording(
        List<ShiftableRequest> requests, long spans, long bytes, long firstEndNanos, long lastEndNanos) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * Reads a file in any form that the OTLP file reader takes.
     *
     * @throws IOException if the file cannot be read, is damaged, or holds no spans
     */
    public static Recording read(Path file) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        try (OtlpFileReader reader =
                OtlpFileReader.open(Files.newInputStream(file), file.toString(), OtlpSignal.SPANS)) {
            for (OtlpFrame frame = reader.next(); frame != null; frame = reader.next()) {
                messages.add(frame.value());
            }
        }
        return of(messages, file.toString());
    }

    /**
     * Takes requests as they are.
     *
     * @param name for error messages only
     * @throws IOException if one is no request of spans, or all are empty
     */
    public static Recording of(List<byte[]> messages, String name) throws IOException {
        List<ShiftableRequest> requests = new ArrayList<>(messages.size());
        long spans = 0;
        long bytes = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (byte[] message : messages) {
            ShiftableRequest request = ShiftableRequest.of(message);
            requests.add(request);
            spans += request.spans();
            bytes += message.length;
            first = Math.min(first, request.firstEndNanos());
            last = Math.max(last, request.lastEndNanos());
        }
        if (spans == 0) {
            throw new IOException(name + ": holds no spans");
        }
        return new Recording(List.copyOf(requests), spans, bytes, first, last);
    }

    /** By how much time a repetition comes after the one before: whole milliseconds, at least one. */
    public long periodMillis() {
        return (lastEndNanos - firstEndNanos) / NANOS_PER_MILLI + 1;
    }

    /** The same requests in arrays of their own, for another thread. */
    public Recording copy() {
        return new Recording(
                requests.stream().map(ShiftableRequest::copy).toList(), spans, bytes, firstEndNanos, lastEndNanos);
    }
}
