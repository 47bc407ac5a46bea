/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.metrics;

import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What one proxy has counted under one set of labels. Not thread-safe. */
final class Series {
    /** What the headers of a usual request and response add to their bodies on the wire, bytes. */
    static final long REQUEST_HEADER_BYTES = 450;

    static final long RESPONSE_HEADER_BYTES = 240;

    private final List<KeyValue> labels;
    private final ProxyReport first;

    final Buckets durationMillis = new Buckets();
    final Buckets requestBytes = new Buckets();
    final Buckets responseBytes = new Buckets();
    private long count;
    private long sent;
    private long received;

    Series(List<KeyValue> labels, ProxyReport first) {
        this.labels = labels;
        this.first = first;
    }

    /** Counts a request, or a connection that was opened and closed. */
    void add(ProxyReport report) {
        count++;
        if (report.isTcp()) {
            received += report.answer().requestBytes();
            sent += report.answer().responseBytes();
            return;
        }
        durationMillis.add(TimeUnit.NANOSECONDS.toMillis(report.endNanos() - report.startNanos()), 1);
        requestBytes.add(report.answer().requestBytes() + REQUEST_HEADER_BYTES, 1);
        responseBytes.add(report.answer().responseBytes() + RESPONSE_HEADER_BYTES, 1);
    }

    /** What was counted before anybody looked. */
    void begin(long requests) {
        count = requests;
        if (isTcp()) {
            received = requests * 300;
            sent = requests * 900;
            return;
        }
        durationMillis.add(7, requests);
        requestBytes.add(REQUEST_HEADER_BYTES, requests);
        responseBytes.add(RESPONSE_HEADER_BYTES + 500, requests);
    }

    boolean isTcp() {
        return first.isTcp();
    }

    boolean isZero() {
        return count == 0;
    }

    /** One of the reports that it counts: all of them are of one edge and outcome. */
    ProxyReport example() {
        return first;
    }

    List<KeyValue> labels() {
        return labels;
    }

    long count() {
        return count;
    }

    /** Bytes to the downstream: the direction of the response. */
    long sent() {
        return sent;
    }

    /** Bytes from the downstream: the direction of the request. */
    long received() {
        return received;
    }

    /** What a reader can tell of the growth from: requests or connections, bytes of requests and of responses. */
    long[] figures() {
        return isTcp()
                ? new long[] {count, received, sent}
                : new long[] {count, requestBytes.sum(), responseBytes.sum()};
    }

    void clear() {
        count = 0;
        sent = 0;
        received = 0;
        durationMillis.clear();
        requestBytes.clear();
        responseBytes.clear();
    }
}
