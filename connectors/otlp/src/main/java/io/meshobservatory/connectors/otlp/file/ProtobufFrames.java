/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Protobuf messages, each behind a 4-byte big-endian length, or one message without a length. All are of one signal: the
 * one that is given, else that of the first message with records. Requests without records before it are skipped, since
 * they tell nothing and carry nothing.
 */
final class ProtobufFrames implements FrameSource {
    static final int LENGTH_BYTES = 4;
    static final String EXPECTED =
            "the OTel Collector's file format: OTLP protobuf behind 4-byte lengths, or JSON lines";

    /** Up to this size a frame's array is allocated before its bytes are seen; a wrong length costs no more than this. */
    private static final int TRUSTED_LENGTH = 1 << 20;

    private final InputStream in;
    private final String file;
    private final boolean framed;
    private final boolean kindGiven;
    private @Nullable OtlpSignal kind;
    private long offset;
    private boolean ended;

    ProtobufFrames(InputStream in, String file, boolean framed, @Nullable OtlpSignal kind) {
        this.in = in;
        this.file = file;
        this.framed = framed;
        this.kindGiven = kind != null;
        this.kind = kind;
    }

    @Override
    public @Nullable OtlpFrame next() throws IOException {
        while (!ended) {
            long start = offset;
            byte[] value = framed ? readFramed() : readWhole();
            if (value == null) {
                ended = true;
                return null;
            }
            OtlpSignal signal = signalOf(value, start);
            if (signal != null) {
                return new OtlpFrame(signal, value);
            }
        }
        return null;
    }

    private byte @Nullable [] readFramed() throws IOException {
        byte[] header = in.readNBytes(LENGTH_BYTES);
        if (header.length == 0) {
            return null;
        }
        if (header.length < LENGTH_BYTES) {
            throw OtlpFileException.atByte(
                    file, offset, "the file ends inside a length: " + Preview.of(header), "4 bytes of length");
        }
        long length = lengthOf(header);
        if (length > OtlpFileReader.MAX_FRAME_BYTES) {
            throw OtlpFileException.atByte(
                    file,
                    offset,
                    "a length of " + length + " bytes: " + Preview.of(header) + Preview.hint(header),
                    "at most " + OtlpFileReader.MAX_FRAME_BYTES + "; " + EXPECTED);
        }
        byte[] value = readBytes((int) length);
        if (value.length < length) {
            throw OtlpFileException.atByte(
                    file,
                    offset,
                    "a length of " + length + " bytes, but the file ends after " + value.length,
                    "the whole message; " + EXPECTED);
        }
        offset += LENGTH_BYTES + length;
        return value;
    }

    private byte @Nullable [] readWhole() throws IOException {
        byte[] value = in.readNBytes(OtlpFileReader.MAX_FRAME_BYTES + 1);
        if (value.length > OtlpFileReader.MAX_FRAME_BYTES) {
            throw OtlpFileException.atByte(
                    file,
                    offset,
                    "more than " + OtlpFileReader.MAX_FRAME_BYTES + " bytes without a length in front",
                    EXPECTED);
        }
        offset += value.length;
        return value.length == 0 ? null : value;
    }

    private byte[] readBytes(int length) throws IOException {
        if (length > TRUSTED_LENGTH) {
            return in.readNBytes(length);
        }
        byte[] value = new byte[length];
        int read = in.readNBytes(value, 0, length);
        return read == length ? value : Arrays.copyOf(value, read);
    }

    /** The signal of a message, null where neither it nor an earlier one tells. */
    private @Nullable OtlpSignal signalOf(byte[] value, long start) throws OtlpFileException {
        SignalSniffer.Finding finding;
        try {
            finding = SignalSniffer.sniff(value);
        } catch (IOException notProtobuf) {
            throw OtlpFileException.atByte(
                    file, start, "no OTLP message: " + Preview.of(value) + Preview.hint(value), EXPECTED);
        }
        if (!finding.hasRecords()) {
            return kind;
        }
        if (kind == null) {
            if (finding.typical().size() != 1) {
                throw OtlpFileException.atByte(
                        file,
                        start,
                        "a message that is neither spans with 16-byte trace ids nor metrics nor logs: "
                                + Preview.of(value),
                        EXPECTED);
            }
            kind = finding.typical().iterator().next();
            return kind;
        }
        boolean another = !finding.typical().isEmpty() && !finding.typical().contains(kind);
        if (another || !finding.parsable().contains(kind)) {
            String found = finding.typical().isEmpty() ? "something else" : Preview.names(finding.typical());
            throw OtlpFileException.atByte(
                    file,
                    start,
                    "a message with " + found,
                    Preview.name(kind)
                            + (kindGiven ? ", as was asked for" : ", as in the messages before it; only JSON may mix"));
        }
        return kind;
    }

    static long lengthOf(byte[] header) {
        return (header[0] & 0xFFL) << 24 | (header[1] & 0xFFL) << 16 | (header[2] & 0xFFL) << 8 | header[3] & 0xFFL;
    }
}
