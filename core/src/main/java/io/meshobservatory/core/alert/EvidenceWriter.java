/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Writes evidence: as it was seen, with its figures as numbers, and once more as OCSF's analyses of anomalies. */
final class EvidenceWriter {
    /** Enough for people; the exact number is in the evidence. */
    private static final MathContext DIGITS = new MathContext(6);

    private final FindingJson json;

    EvidenceWriter(FindingJson json) {
        this.json = json;
    }

    void write(List<Evidence> evidence) throws IOException {
        if (evidence.isEmpty()) {
            return;
        }
        json.openList("evidences");
        for (Evidence one : evidence) {
            writeEvidence(one);
        }
        json.closeList();
        if (evidence.stream().anyMatch(one -> !one.measures().isEmpty())) {
            json.openList("anomaly_analyses");
            for (Evidence one : evidence) {
                if (!one.measures().isEmpty()) {
                    writeAnalysis(one);
                }
            }
            json.closeList();
        }
    }

    private void writeEvidence(Evidence evidence) throws IOException {
        Node destination = evidence.destination();
        json.open();
        writeEndpoint("src_endpoint", evidence.source());
        if (destination != null) {
            writeEndpoint("dst_endpoint", destination);
        }
        json.open("data");
        json.number("start_time", evidence.startMillis());
        json.number("end_time", evidence.endMillis());
        json.text("summary", evidence.summary());
        json.node("source", evidence.source());
        json.node("destination", destination);
        json.text("protocol", evidence.protocol());
        json.openList("measures");
        for (Measure measure : evidence.measures()) {
            json.open();
            json.text("feature", measure.feature());
            json.number("observed", measure.observed());
            json.number("expected", measure.expected());
            json.text("unit", measure.unit());
            json.number("share", measure.share());
            json.close();
        }
        json.closeList();
        json.openList("trace_ids");
        for (String traceId : evidence.traceIds()) {
            json.text(traceId);
        }
        json.closeList();
        json.close();
        json.close();
    }

    private void writeEndpoint(String field, Node node) throws IOException {
        json.open(field);
        json.text("uid", ResourceName.uid(node));
        json.text("name", ResourceName.of(node));
        json.text(node.kind() == NodeKind.EXTERNAL ? "hostname" : "svc_name", node.name());
        json.close();
    }

    private void writeAnalysis(Evidence evidence) throws IOException {
        json.open();
        json.openList("analysis_targets");
        writeTarget(evidence.source());
        Node destination = evidence.destination();
        if (destination != null) {
            writeTarget(destination);
        }
        json.closeList();
        json.openList("anomalies");
        for (Measure measure : evidence.measures()) {
            json.open();
            json.text("observation_parameter", measure.feature());
            json.text("observed_pattern", pattern(measure));
            json.openList("observations");
            json.open();
            json.text("value", value(measure.observed(), measure.unit()));
            json.open("timespan");
            json.number("start_time", evidence.startMillis());
            json.number("end_time", evidence.endMillis());
            json.close();
            json.close();
            json.closeList();
            json.close();
        }
        json.closeList();
        writeBaselines(evidence.measures());
        json.close();
    }

    private void writeTarget(Node node) throws IOException {
        json.open();
        json.text("name", ResourceName.of(node));
        json.text("type", node.kind().name());
        json.close();
    }

    private void writeBaselines(List<Measure> measures) throws IOException {
        List<Measure> known = measures.stream()
                .filter(measure -> Double.isFinite(measure.expected()))
                .toList();
        if (known.isEmpty()) {
            return;
        }
        json.openList("baselines");
        for (Measure measure : known) {
            json.open();
            json.text("observation_parameter", measure.feature());
            json.openList("observations");
            json.open();
            json.text("value", value(measure.expected(), measure.unit()));
            json.close();
            json.closeList();
            json.close();
        }
        json.closeList();
    }

    private static String pattern(Measure measure) {
        if (!Double.isFinite(measure.expected())) {
            return "UNSEEN";
        }
        int order = Double.compare(measure.observed(), measure.expected());
        return order > 0 ? "ABOVE_EXPECTED" : order < 0 ? "BELOW_EXPECTED" : "AS_EXPECTED";
    }

    /** Six digits and the unit, as {@code 412000000 bytes}. */
    private static String value(double number, String unit) {
        if (!Double.isFinite(number)) {
            return "unknown";
        }
        BigDecimal rounded = BigDecimal.valueOf(number).round(DIGITS);
        String digits =
                rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return unit.isEmpty() ? digits : digits + " " + unit;
    }
}
