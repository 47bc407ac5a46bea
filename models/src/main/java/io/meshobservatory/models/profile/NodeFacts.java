/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.models.baseline.DecayingSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * What a node's proxy tells of its encryption apart from calls: TLS handshakes that failed lately, and when its first certificate
 * expires. Nothing is noticed by it alone; it explains plain text. Not thread-safe.
 */
final class NodeFacts {
    private static final long SECONDS_OF_HOUR = 3_600;
    private static final long MILLIS_OF_SECOND = 1_000;
    /** A certificate of which nobody told for so long may have been replaced. */
    private static final int KNOWN_MINUTES = 60;

    private DecayingSum tlsFailures = new DecayingSum();
    private double expirySeconds = Double.NaN;
    private int toldMinute;

    /** Takes in the facts of a minute, in whatever order. */
    void observe(int minute, List<FactRow> facts) {
        double failures = 0;
        double earliest = Double.NaN;
        for (FactRow fact : facts) {
            if (fact.kind() == FactKind.TLS_HANDSHAKE_FAILURES) {
                failures += fact.value();
            } else if (fact.kind() == FactKind.CERTIFICATE_EXPIRY && !(fact.value() >= earliest)) {
                earliest = fact.value();
            }
        }
        if (failures > 0) {
            tlsFailures.add(minute, failures, OutboundEdge.REFUSALS_SPAN);
        }
        if (!Double.isNaN(earliest)) {
            expirySeconds = earliest;
            toldMinute = minute;
        }
    }

    /** Failed handshakes of about the last hour. */
    double tlsFailures(int minute) {
        return tlsFailures.at(minute, OutboundEdge.REFUSALS_SPAN);
    }

    /** Hours until the first certificate expires, negative if it has; NaN while nobody told lately. */
    double certificateHoursLeft(int minute) {
        if (toldMinute == 0 || minute - toldMinute > KNOWN_MINUTES) {
            return Double.NaN;
        }
        double nowSeconds = (double) (minute * EdgeMinute.MINUTE_MILLIS) / MILLIS_OF_SECOND;
        return (expirySeconds - nowSeconds) / SECONDS_OF_HOUR;
    }

    void write(DataOutput out) throws IOException {
        tlsFailures.write(out);
        out.writeDouble(expirySeconds);
        out.writeInt(toldMinute);
    }

    static NodeFacts read(DataInput in) throws IOException {
        NodeFacts read = new NodeFacts();
        read.tlsFailures = DecayingSum.read(in);
        read.expirySeconds = in.readDouble();
        read.toldMinute = in.readInt();
        return read;
    }
}
