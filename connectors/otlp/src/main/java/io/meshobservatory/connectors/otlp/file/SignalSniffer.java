/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * Tells which signal the protobuf bytes of an {@code Export*ServiceRequest} carry. The three messages have the same
 * outer shape (resources, scopes, records), so that the records decide: by the wire types of their fields, and by what
 * only they have (a span its ids of 16 and 8 bytes, a metric its name). Only the first records are read, so that the cost
 * does not depend on the size of the message; the outermost fields are checked to the end.
 */
final class SignalSniffer {
    private static final int RECORDS_READ = 8;
    private static final int RESOURCES_FIELD = 1;
    private static final int SCOPES_FIELD = 2;
    private static final int RECORDS_FIELD = 2;

    /** What the first records of a message tell. */
    static final class Finding {
        private final EnumSet<OtlpSignal> typical = EnumSet.allOf(OtlpSignal.class);
        private final EnumSet<OtlpSignal> parsable = EnumSet.allOf(OtlpSignal.class);
        private int records;

        /** Whether the message carries any record; one that does not fits every signal. */
        boolean hasRecords() {
            return records > 0;
        }

        /** The signals whose marks all records have; more than one only where there are no records. */
        Set<OtlpSignal> typical() {
            return typical;
        }

        /** The signals whose field types do not contradict the records. */
        Set<OtlpSignal> parsable() {
            return parsable;
        }
    }

    private SignalSniffer() {}

    /**
     * Reads the outline of a message.
     *
     * @throws IOException if the bytes are no protobuf message of OTLP's outer shape
     */
    static Finding sniff(byte[] message) throws IOException {
        Finding finding = new Finding();
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != RESOURCES_FIELD) {
                skip(in, tag);
                continue;
            }
            requireMessage(tag);
            if (finding.records >= RECORDS_READ) {
                skip(in, tag);
            } else {
                sniffChildren(in, SCOPES_FIELD, finding, SignalSniffer::sniffScope);
            }
        }
        return finding;
    }

    private interface Reader {
        void read(CodedInputStream in, Finding finding) throws IOException;
    }

    private static void sniffScope(CodedInputStream in, Finding finding) throws IOException {
        sniffChildren(in, RECORDS_FIELD, finding, SignalSniffer::sniffRecord);
    }

    /** Reads the embedded message that follows and hands each of its messages in {@code field} to {@code child}. */
    private static void sniffChildren(CodedInputStream in, int field, Finding finding, Reader child)
            throws IOException {
        int outerLimit = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != field) {
                skip(in, tag);
                continue;
            }
            requireMessage(tag);
            if (finding.records >= RECORDS_READ) {
                skip(in, tag);
            } else {
                child.read(in, finding);
            }
        }
        in.popLimit(outerLimit);
    }

    private static void sniffRecord(CodedInputStream in, Finding finding) throws IOException {
        int outerLimit = in.pushLimit(in.readRawVarint32());
        RecordMarks marks = new RecordMarks();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            boolean id = field <= 2 && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (id) {
                marks.text(field, in.readByteArray());
            } else {
                marks.field(field, WireFormat.getTagWireType(tag));
                skip(in, tag);
            }
        }
        in.popLimit(outerLimit);
        finding.records++;
        finding.parsable.removeIf(signal -> !marks.parsableAs(signal));
        finding.typical.removeIf(signal -> !marks.typicalOf(signal));
    }

    private static void requireMessage(int tag) throws IOException {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            throw new IOException("field " + WireFormat.getTagFieldNumber(tag) + " has wire type "
                    + WireFormat.getTagWireType(tag) + " where OTLP has an embedded message");
        }
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new IOException(
                    "an end-group tag of field " + WireFormat.getTagFieldNumber(tag) + " without a group");
        }
    }
}
