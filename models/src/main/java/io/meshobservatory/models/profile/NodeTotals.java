/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.graph.NodeKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all relations of a node come to in one minute. */
final class NodeTotals {
    long callsIn;
    long callsOut;
    long requestBytesIn;
    long responseBytesIn;
    long requestBytesOut;
    long responseBytesOut;
    boolean bytesToldIn;
    boolean bytesToldOut;
    long externalCalls;
    long externalSent;
    long externalGot;
    long readBytes;
    long rareCalls;
    long errors;
    long refused;
    long denied;
    long retries;
    long plain;
    long secured;
    int destinations;
    int newDestinations;
    final TreeMap<String, Long> operations = new TreeMap<>();
    private double latencyIn;
    private long latencyInCalls;
    private double latencyOut;
    private long latencyOutCalls;

    static NodeTotals of(List<OutboundCase> outbound, List<InboundCase> inbound) {
        NodeTotals totals = new NodeTotals();
        outbound.forEach(totals::add);
        inbound.forEach(caller -> totals.addInbound(caller.edge));
        return totals;
    }

    /** Mean over the calls of the logarithm of the 95th percentile of their relation, as milliseconds; NaN if not measured. */
    double latencyServed() {
        return latencyInCalls == 0 ? Double.NaN : StrictMath.expm1(latencyIn / latencyInCalls);
    }

    double latencyGot() {
        return latencyOutCalls == 0 ? Double.NaN : StrictMath.expm1(latencyOut / latencyOutCalls);
    }

    /** Shannon entropy of the operations asked for, in nats; NaN where none is told. */
    double operationsEntropy() {
        long total = KnownOperations.total(operations);
        if (total == 0) {
            return Double.NaN;
        }
        double entropy = 0;
        for (long count : operations.values()) {
            double share = (double) count / total;
            entropy -= share <= 0 ? 0 : share * StrictMath.log(share);
        }
        return entropy;
    }

    private void add(OutboundCase outbound) {
        EdgeMinute edge = outbound.edge;
        destinations++;
        callsOut += edge.turns();
        bytesToldOut |= edge.requestBytes() != EdgeMinute.UNKNOWN_BYTES;
        requestBytesOut += edge.sentBytes();
        responseBytesOut += edge.gotBytes();
        if (edge.destination().kind() == NodeKind.EXTERNAL) {
            externalCalls += edge.turns();
            externalSent += edge.sentBytes();
            externalGot += edge.gotBytes();
        } else {
            readBytes += edge.gotBytes();
        }
        rareCalls += outbound.isRare() ? edge.turns() : 0;
        errors += edge.outcome().errors();
        refused += edge.outcome().refused();
        denied += edge.outcome().denied();
        retries += edge.outcome().retriesExhausted();
        plain += edge.plainText();
        secured += edge.plainText() + edge.mutualTls();
        newDestinations += outbound.memory.firstMinute == outbound.at.minute() ? 1 : 0;
        String prefix =
                edge.destination().namespace() + "/" + edge.destination().name() + " ";
        for (Map.Entry<String, Long> operation : edge.operations().entrySet()) {
            operations.merge(prefix + operation.getKey(), operation.getValue(), Long::sum);
        }
        if (edge.turns() > 0 && !Double.isNaN(edge.p95Millis())) {
            latencyOut += edge.turns() * StrictMath.log1p(edge.p95Millis());
            latencyOutCalls += edge.turns();
        }
    }

    private void addInbound(EdgeMinute edge) {
        callsIn += edge.turns();
        bytesToldIn |= edge.requestBytes() != EdgeMinute.UNKNOWN_BYTES;
        requestBytesIn += edge.sentBytes();
        responseBytesIn += edge.gotBytes();
        if (edge.turns() > 0 && !Double.isNaN(edge.p95Millis())) {
            latencyIn += edge.turns() * StrictMath.log1p(edge.p95Millis());
            latencyInCalls += edge.turns();
        }
    }
}
