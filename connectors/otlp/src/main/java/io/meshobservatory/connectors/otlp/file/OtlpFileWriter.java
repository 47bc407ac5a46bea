/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes protobuf messages, each behind a 4-byte big-endian length, as the OTel Collector's file exporter does. The same
 * messages give the same bytes, in gzip too (its header carries no time). All messages of a file must be of one signal.
 * Not thread-safe.
 */
public final class OtlpFileWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream out;

    private OtlpFileWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Creates or replaces a file; in gzip if its name ends in {@code .gz}.
     *
     * @throws IOException if it cannot be written
     */
    public static OtlpFileWriter open(Path file) throws IOException {
        Path name = file.getFileName();
        return open(Files.newOutputStream(file), name != null && name.toString().endsWith(".gz"));
    }

    /**
     * Writes to a stream, which {@link #close()} closes.
     *
     * @throws IOException if the stream fails
     */
    public static OtlpFileWriter open(OutputStream out, boolean gzip) throws IOException {
        OutputStream target = gzip ? new GZIPOutputStream(out, BUFFER_BYTES) : out;
        return new OtlpFileWriter(new BufferedOutputStream(target, BUFFER_BYTES));
    }

    /**
     * Appends one message.
     *
     * @param message the bytes of an {@code Export*ServiceRequest}, at most {@link OtlpFileReader#MAX_FRAME_BYTES}
     * @throws IllegalArgumentException if it is longer
     * @throws IOException if the stream fails
     */
    public void write(byte[] message) throws IOException {
        int length = message.length;
        if (length > OtlpFileReader.MAX_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "message of " + length + " bytes (expected: at most " + OtlpFileReader.MAX_FRAME_BYTES + ")");
        }
        out.write(length >>> 24);
        out.write(length >>> 16);
        out.write(length >>> 8);
        out.write(length);
        out.write(message);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
