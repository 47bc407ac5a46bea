/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.models.signal.SignalKind;
import java.util.ArrayList;
import java.util.List;

/** Finds plain text on an edge of which hundreds of calls were seen, all of them under mutual TLS. What nobody told counts as neither. */
final class PlainTextDetector implements OutboundDetector {
    private static final double HARDLY_EVER = 0.001;

    @Override
    public void judge(OutboundCase edge) {
        OutboundEdge memory = edge.memory;
        int minute = edge.at.minute();
        memory.plain.add(minute, edge.edge.plainText(), OutboundEdge.REFUSALS_SPAN);
        double recent = memory.plain.at(minute, OutboundEdge.REFUSALS_SPAN);
        boolean wasMutual = memory.mutualCalls >= edge.at.gates().mutualCalls()
                && memory.plainCalls <= HARDLY_EVER * memory.mutualCalls;
        if (edge.edge.plainText() == 0 || recent < edge.at.gates().plainCalls() || !wasMutual) {
            return;
        }
        double seen = (double) edge.edge.plainText() + edge.edge.mutualTls();
        List<Measure> measures = new ArrayList<>(List.of(
                Measure.of("plain_text_share", edge.edge.plainText() / seen, 0, "share"),
                Measure.of("plain_text_calls", edge.edge.plainText(), 0, "calls"),
                Measure.of("mutual_tls_calls_before", memory.mutualCalls, Double.NaN, "calls")));
        double failures = edge.at.facts().tlsFailures(minute);
        if (failures >= 1) {
            measures.add(Measure.of("tls_handshake_failures_1h", failures, Double.NaN, "count"));
        }
        double hoursLeft = edge.at.facts().certificateHoursLeft(minute);
        if (!Double.isNaN(hoursLeft)) {
            measures.add(Measure.of("certificate_hours_left", hoursLeft, Double.NaN, "h"));
        }
        edge.report(
                EdgeHold.Subject.SECURITY,
                SignalKind.PLAIN_TEXT,
                1 - (memory.plainCalls + 1) / (memory.mutualCalls + 2),
                "",
                measures.toArray(new Measure[0]));
    }
}
