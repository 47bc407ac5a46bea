/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads recorded OTLP in any of the forms that the package describes, one request at a time: never more than one frame
 * is in memory. Not thread-safe, except {@link #bytesRead()}.
 */
public final class OtlpFileReader implements AutoCloseable {
    /** The largest protobuf frame that is believed: 256 MiB. A longer one is a sign of another format. */
    public static final int MAX_FRAME_BYTES = 256 << 20;

    /** The largest single JSON document: 64 MiB; as a tree it takes several times that. */
    public static final int MAX_JSON_BYTES = 64 << 20;

    private static final int PREFIX_BYTES = 64;

    private final InputStream content;
    private final CountingInputStream source;
    private final FrameSource frames;
    private long frameCount;

    private OtlpFileReader(InputStream content, CountingInputStream source, FrameSource frames) {
        this.content = content;
        this.source = source;
        this.frames = frames;
    }

    /**
     * Looks at the first bytes, to tell the form, and blocks until they are there.
     *
     * @param in the file's bytes, plain or in gzip; closed by {@link #close()}, and here if this fails
     * @param name the file's name, for error messages only
     * @param kind the signal that the file must hold; null to find out
     * @throws OtlpFileException if the beginning is neither OTLP nor gzip
     * @throws IOException if the stream fails
     */
    public static OtlpFileReader open(InputStream in, String name, @Nullable OtlpSignal kind) throws IOException {
        requireNonNull(in, "in");
        requireNonNull(name, "name");
        try {
            CountingInputStream source = new CountingInputStream(in);
            PushbackInputStream content = pushback(source);
            byte[] prefix = peek(content);
            if (prefix.length >= 2 && GzipMembersInputStream.isMagic(prefix[0] & 0xFF, prefix[1] & 0xFF)) {
                content = pushback(new GzipMembersInputStream(content, name));
                prefix = peek(content);
            }
            FrameSource frames = switch (FileForm.of(prefix)) {
                case JSON -> new JsonFrames(content, name, kind);
                case FRAMED_PROTOBUF -> new ProtobufFrames(content, name, true, kind);
                case SINGLE_PROTOBUF -> new ProtobufFrames(content, name, false, kind);
            };
            return new OtlpFileReader(content, source, frames);
        } catch (IOException | RuntimeException failed) {
            closeQuietly(in, failed);
            throw failed;
        }
    }

    /**
     * The next recorded request.
     *
     * @return null at the end; an empty file has no frames, and that is no error here
     * @throws OtlpFileException if the file is cut off, or not OTLP
     * @throws IOException if the stream fails
     */
    public @Nullable OtlpFrame next() throws IOException {
        OtlpFrame frame = frames.next();
        if (frame != null) {
            frameCount++;
        }
        return frame;
    }

    /** How many frames {@link #next()} has returned. */
    public long frameCount() {
        return frameCount;
    }

    /**
     * How many bytes of the file as it lies on disk (packed, where it is gzip) were read, for progress bars. It runs ahead
     * of the frames by what is buffered. May be called from any thread.
     */
    public long bytesRead() {
        return source.count();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private static PushbackInputStream pushback(InputStream in) {
        return new PushbackInputStream(new BufferedInputStream(in, 1 << 16), PREFIX_BYTES);
    }

    private static byte[] peek(PushbackInputStream in) throws IOException {
        byte[] prefix = in.readNBytes(PREFIX_BYTES);
        in.unread(prefix);
        return prefix;
    }

    private static void closeQuietly(InputStream in, Exception reason) {
        try {
            in.close();
        } catch (IOException alsoFailed) {
            reason.addSuppressed(alsoFailed);
        }
    }
}
