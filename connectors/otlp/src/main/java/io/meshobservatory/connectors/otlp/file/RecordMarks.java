/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import com.google.protobuf.WireFormat;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.util.EnumSet;

/** The fields of one record (span, metric or log record) as the wire shows them, and which signal they fit. */
final class RecordMarks {
    // wire types by field number from the OTLP definitions: v varint, d 64 bits, l length-delimited, f 32 bits, . free
    private static final String SPAN = ".lllllvddlvlvlvlf";
    private static final String METRIC = ".lll.l.l.llll";
    private static final String LOG = ".dvl.llvflldl";

    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private final EnumSet<OtlpSignal> parsable = EnumSet.allOf(OtlpSignal.class);
    private int firstLength = -1;
    private int secondLength = -1;
    private boolean firstIsPrintable;
    private boolean hasSpanTime;

    /** Notes a length-delimited field 1 or 2: a span's ids, a metric's name and description. */
    void text(int field, byte[] value) {
        if (field == 1) {
            firstLength = value.length;
            firstIsPrintable = isPrintable(value);
        } else {
            secondLength = value.length;
        }
        field(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    /** Notes any other field. */
    void field(int field, int wireType) {
        parsable.removeIf(signal -> !fits(definition(signal), field, wireType));
        hasSpanTime |= (field == 7 || field == 8) && wireType == WireFormat.WIRETYPE_FIXED64;
    }

    boolean parsableAs(OtlpSignal signal) {
        return parsable.contains(signal);
    }

    boolean typicalOf(OtlpSignal signal) {
        if (!parsableAs(signal)) {
            return false;
        }
        return switch (signal) {
            case SPANS -> hasSpanIds();
            case METRICS -> firstLength > 0 && !hasSpanIds();
            case LOGS -> firstLength < 0;
        };
    }

    // a metric with a name of 16 and a description of 8 letters has such ids too, but neither times nor odd bytes
    private boolean hasSpanIds() {
        return firstLength == TRACE_ID_BYTES && secondLength == SPAN_ID_BYTES && (hasSpanTime || !firstIsPrintable);
    }

    private static String definition(OtlpSignal signal) {
        return switch (signal) {
            case SPANS -> SPAN;
            case METRICS -> METRIC;
            case LOGS -> LOG;
        };
    }

    private static boolean fits(String definition, int field, int wireType) {
        char expected = field < definition.length() ? definition.charAt(field) : '.';
        return switch (expected) {
            case 'v' -> wireType == WireFormat.WIRETYPE_VARINT;
            case 'd' -> wireType == WireFormat.WIRETYPE_FIXED64;
            case 'l' -> wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            case 'f' -> wireType == WireFormat.WIRETYPE_FIXED32;
            default -> true;
        };
    }

    private static boolean isPrintable(byte[] value) {
        for (byte b : value) {
            if (b < ' ' || b == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
