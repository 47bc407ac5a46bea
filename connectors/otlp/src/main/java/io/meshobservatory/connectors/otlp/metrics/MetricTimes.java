/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Finds the times of the points in a request without decoding it: hops from field to field. Thread-safe. */
public final class MetricTimes {
    /** What {@link #latestMillis} returns for a request without a time, or one that is damaged. */
    public static final long NONE = Long.MIN_VALUE;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int RESOURCE_METRICS = 1;
    private static final int SCOPE_METRICS = 2;
    private static final int METRIC = 2;
    private static final int DATA_POINT = 1;
    private static final int TIME = 3;

    /** The fields of a metric that hold its points: gauge, sum, histogram, exponential histogram, summary. */
    private static final int FIRST_DATA = 5;

    private static final int LAST_DATA = 11;

    private MetricTimes() {}

    /** The latest time of a point in a request, milliseconds since the epoch, or {@link #NONE}. */
    public static long latestMillis(byte[] request) {
        try {
            long nanos = latest(CodedInputStream.newInstance(request), 0);
            return nanos <= 0 ? NONE : nanos / NANOS_PER_MILLI;
        } catch (IOException damaged) {
            return NONE;
        }
    }

    /** The latest time within a message of a level: 0 request, 1 resource, 2 scope, 3 metric, 4 data, 5 point. */
    private static long latest(CodedInputStream in, int level) throws IOException {
        long latest = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            int type = WireFormat.getTagWireType(tag);
            if (level == 5 && field == TIME && type == WireFormat.WIRETYPE_FIXED64) {
                latest = Math.max(latest, in.readFixed64());
            } else if (level < 5 && type == WireFormat.WIRETYPE_LENGTH_DELIMITED && leadsToPoints(level, field)) {
                int limit = in.pushLimit(in.readRawVarint32());
                latest = Math.max(latest, latest(in, level + 1));
                in.popLimit(limit);
            } else if (!in.skipField(tag)) {
                return latest;
            }
        }
        return latest;
    }

    private static boolean leadsToPoints(int level, int field) {
        return switch (level) {
            case 0 -> field == RESOURCE_METRICS;
            case 1 -> field == SCOPE_METRICS;
            case 2 -> field == METRIC;
            case 3 -> field >= FIRST_DATA && field <= LAST_DATA;
            default -> field == DATA_POINT;
        };
    }
}
