/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Span;
import java.util.Arrays;

/** The spans of one side of a hop, the nearest to the wire first. Cleared and filled again for each hop. */
final class Side {
    private static final String HTTP = "http";

    private Span[] spans = new Span[4];
    private int size;

    void clear() {
        size = 0;
    }

    void add(Span span) {
        if (size == spans.length) {
            spans = Arrays.copyOf(spans, 2 * size);
        }
        spans[size++] = span;
    }

    int size() {
        return size;
    }

    Span span(int place) {
        return spans[place];
    }

    /** The most telling protocol of these and of one before: a specific one before plain HTTP, that before nothing. */
    String protocol(String before) {
        String best = before;
        for (int i = 0; i < size; i++) {
            String told = spans[i].protocol();
            if (!told.isEmpty() && (best.isEmpty() || (best.equals(HTTP) && !told.equals(HTTP)))) {
                best = told;
            }
        }
        return best;
    }

    /** The version, as the span nearest to the wire tells it that tells one. */
    String version() {
        for (int i = 0; i < size; i++) {
            String version = spans[i].workload().version();
            if (!version.equals(Node.UNKNOWN_NAME)) {
                return version;
            }
        }
        return Node.UNKNOWN_NAME;
    }

    /**
     * The first operation that says more than a bare method, else the first of all.
     *
     * @param ofProxies whether those of proxies are looked at, or those of applications
     * @param before the best one so far
     */
    String operation(boolean ofProxies, String before) {
        String best = before;
        for (int i = 0; i < size; i++) {
            if (spans[i].origin().isProxy() != ofProxies) {
                continue;
            }
            String told = spans[i].exchange().operation();
            if (best.isEmpty() || (!told.equals(best) && !isSpecific(best) && isSpecific(told))) {
                best = told;
            }
        }
        return best;
    }

    /** The latency, {@link Call#UNKNOWN_NANOS} where nobody of the side tells. */
    long nanos() {
        return size == 0 ? Call.UNKNOWN_NANOS : spans[0].durationNanos();
    }

    private static boolean isSpecific(String operation) {
        return operation.indexOf(' ') >= 0 || operation.indexOf('/') >= 0;
    }
}
