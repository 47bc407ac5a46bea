/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Finds the times of the records in a request without decoding it: hops from field to field. A record's time is the one
 * that its sender gave it; where it has none, the time that stands at the head of its line; and only where there is no such
 * thing either, the time at which it was collected, which may be hours later. Thread-safe.
 */
public final class LogTimes {
    /** What {@link #latestMillis} returns for a request without a time, or one that is damaged. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int NESTED_1 = tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int NESTED_2 = tag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int TIME = tag(1, WireFormat.WIRETYPE_FIXED64);
    private static final int BODY = tag(5, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int OBSERVED_TIME = tag(11, WireFormat.WIRETYPE_FIXED64);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private LogTimes() {}

    /** The latest time of a record in a request, milliseconds since the epoch, or {@link #NONE}. */
    public static long latestMillis(byte[] request) {
        try {
            long nanos = inNested(CodedInputStream.newInstance(request), NESTED_1, 0);
            return nanos <= 0 ? NONE : nanos / NANOS_PER_MILLI;
        } catch (IOException damaged) {
            return NONE;
        }
    }

    /** In a request the resources, in those the scopes, in those the records. */
    private static long inNested(CodedInputStream in, int nested, int level) throws IOException {
        long latest = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == nested) {
                int limit = in.pushLimit(in.readRawVarint32());
                latest = Math.max(latest, level == 2 ? inRecord(in) : inNested(in, NESTED_2, level + 1));
                in.popLimit(limit);
            } else {
                in.skipField(tag);
            }
        }
        return latest;
    }

    private static long inRecord(CodedInputStream in) throws IOException {
        long time = 0;
        long observed = 0;
        long inLine = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == TIME) {
                time = in.readFixed64();
            } else if (tag == OBSERVED_TIME) {
                observed = in.readFixed64();
            } else if (tag == BODY && time == 0) {
                int limit = in.pushLimit(in.readRawVarint32());
                inLine = inBody(in);
                in.popLimit(limit);
            } else {
                in.skipField(tag);
            }
        }
        return time != 0 ? time : inLine != 0 ? inLine : observed;
    }

    private static long inBody(CodedInputStream in) throws IOException {
        long found = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == NESTED_1) {
                found = inLine(in.readString());
            } else {
                in.skipField(tag);
            }
        }
        return found;
    }

    /** The time of the line itself: Envoy's stands in brackets, JSON has it under a key, ztunnel's comes first. */
    private static long inLine(String line) {
        int from = PodLog.start(line);
        if (from < line.length() && line.charAt(from) == '[') {
            from++;
        } else if (from < line.length() && line.charAt(from) == '{') {
            from = value(line, "\"start_time\":");
            if (from < 0) {
                from = value(line, "\"time\":");
            }
        }
        if (from < 0 || !Timestamps.looksLikeTime(line, from)) {
            return 0;
        }
        long nanos = Timestamps.parse(line, from, Timestamps.end(line, from));
        return nanos == Timestamps.NONE ? 0 : nanos;
    }

    /** Where the text of a string value begins, -1 if there is none. */
    private static int value(String json, String key) {
        int at = json.indexOf(key);
        if (at < 0) {
            return -1;
        }
        int quote = json.indexOf('"', at + key.length());
        return quote < 0 ? -1 : quote + 1;
    }

    private static int tag(int field, int wireType) {
        return field << 3 | wireType;
    }
}
