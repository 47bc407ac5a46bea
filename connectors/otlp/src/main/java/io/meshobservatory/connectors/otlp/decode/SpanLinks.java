/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.Arrays;

/**
 * The links of a span that name a span: a trace id of 16 bytes and a span id of 8, neither of them zero. Of the links of
 * one span the first {@value #MAX_LINKS} are kept. Reused from span to span.
 */
final class SpanLinks {
    /** More messages than that in one batch tell nothing new of who sent them. */
    static final int MAX_LINKS = 128;

    private static final int FIELDS = 3;

    private long[] ids = new long[4 * FIELDS];
    private int count;

    void clear() {
        count = 0;
    }

    void add(RawSpan.RawId traceId, RawSpan.RawId spanId) {
        boolean valid = traceId.length() == 16
                && spanId.length() == 8
                && (traceId.longAt(0) | traceId.longAt(8)) != 0
                && spanId.longAt(0) != 0;
        if (!valid || count == MAX_LINKS) {
            return;
        }
        if (count * FIELDS == ids.length) {
            ids = Arrays.copyOf(ids, ids.length * 2);
        }
        int at = count++ * FIELDS;
        ids[at] = traceId.longAt(0);
        ids[at + 1] = traceId.longAt(8);
        ids[at + 2] = spanId.longAt(0);
    }

    int count() {
        return count;
    }

    long traceIdHigh(int link) {
        return ids[link * FIELDS];
    }

    long traceIdLow(int link) {
        return ids[link * FIELDS + 1];
    }

    long spanId(int link) {
        return ids[link * FIELDS + 2];
    }
}
