/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.graph.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes edge minutes; what is not said is as on an edge where nothing is wrong. */
final class EdgeMinuteBuilder {
    final Relation relation;
    long calls;
    long errors;
    long noResponse;
    long rejected;
    long refused;
    long denied;
    long retries;
    long unrouted;
    long overflowed;
    String topDenial = "";
    final TreeMap<String, Long> operations = new TreeMap<>();
    double requestBytes;
    double responseBytes;
    boolean bytesTold = true;
    long opened;
    long closed;
    long plain;
    boolean mutual = true;
    final TreeSet<String> principals = new TreeSet<>();
    final TreeSet<String> versions = new TreeSet<>();
    double p50 = 10;
    double p95 = 30;
    double p99 = 60;

    EdgeMinuteBuilder(Node source, Node destination, String protocol) {
        relation = new Relation(source, destination, protocol);
    }

    static Node service(String name) {
        return new Node("c1", "shop", name, NodeKind.SERVICE);
    }

    static Node database(String name) {
        return new Node("c1", "shop", name, NodeKind.DATABASE);
    }

    /** Adds calls of one operation. */
    EdgeMinuteBuilder add(long count, String operation, double requestSize, double responseSize) {
        calls += count;
        requestBytes += count * requestSize;
        responseBytes += count * responseSize;
        if (!operation.isEmpty() && count > 0) {
            operations.merge(operation, count, Long::sum);
        }
        return this;
    }

    EdgeMinuteBuilder denied(long count, String by) {
        rejected += count;
        denied += count;
        topDenial = by;
        return this;
    }

    EdgeMinuteBuilder refused(long count) {
        rejected += count;
        refused += count;
        topDenial = "http_401";
        return this;
    }

    EdgeMinuteBuilder failed(long count) {
        errors += count;
        return this;
    }

    EdgeMinuteBuilder overflowed(long count) {
        errors += count;
        overflowed += count;
        return this;
    }

    EdgeMinuteBuilder latency(double median, double nearlyAll, double slowest) {
        p50 = median;
        p95 = nearlyAll;
        p99 = slowest;
        return this;
    }

    EdgeMinuteBuilder version(String version) {
        versions.add(version);
        return this;
    }

    EdgeMinuteBuilder principal(String principal) {
        principals.add(principal);
        return this;
    }

    EdgeMinuteBuilder plain(long count) {
        plain += count;
        return this;
    }

    EdgeMinute at(long startMillis) {
        List<String> traces = new ArrayList<>();
        traces.add("0af7651916cd43dd8448eb211c80319c");
        return new EdgeMinute(
                relation,
                startMillis,
                calls,
                new MinuteOutcome(
                        errors,
                        noResponse,
                        rejected,
                        0,
                        refused,
                        denied,
                        0,
                        retries,
                        unrouted,
                        0,
                        overflowed,
                        topDenial),
                operations,
                bytesTold ? Math.round(requestBytes) : EdgeMinute.UNKNOWN_BYTES,
                bytesTold ? Math.round(responseBytes) : EdgeMinute.UNKNOWN_BYTES,
                opened,
                closed,
                mutual ? Math.max(0, calls - plain) : 0,
                plain,
                List.copyOf(principals),
                List.copyOf(versions),
                calls == 0 ? Double.NaN : p50,
                calls == 0 ? Double.NaN : p95,
                calls == 0 ? Double.NaN : p99,
                traces);
    }
}
