/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.BenignCheck;
import io.meshobservatory.core.alert.Measure;
import java.util.Optional;

/** Which harmless explanation a figure of the evidence speaks for or against. */
final class Explanation {
    private static final double POPULAR = 5;
    private static final double SHIFTED = 0.3;

    private Explanation() {}

    /** The check that a figure is, if it is one. */
    static Optional<BenignCheck> of(Measure measure) {
        double observed = measure.observed();
        String figure = Words.figure(observed, measure.unit());
        return Optional.ofNullable(
                switch (measure.feature()) {
                    case "destination_callers" ->
                        new BenignCheck(
                                "a place that many call",
                                observed < POPULAR,
                                figure + " workloads of the mesh called it lately");
                    case "error_share" ->
                        new BenignCheck(
                                "an outage of the callee, and retries",
                                observed < 0.1,
                                figure + " of the calls failed by the callee");
                    case "calls_in" ->
                        new BenignCheck(
                                "more load than usual",
                                observed <= 1.5 * measure.expected(),
                                figure + " received, usual at this hour of the week: "
                                        + Words.figure(measure.expected(), measure.unit()));
                    case "callers_also_slow" ->
                        new BenignCheck(
                                "a callee that is slow for everybody",
                                observed == 0,
                                figure + " other callers were slow there in the same minute");
                    case "mixture_shift" ->
                        new BenignCheck(
                                "more of the usual, as in a load test",
                                observed >= SHIFTED,
                                figure + " of the calls asked for other operations than usual");
                    case "certificate_hours_left" ->
                        new BenignCheck(
                                "an expired certificate",
                                observed > 0,
                                figure + " until the caller's first certificate expires");
                    case "tls_handshake_failures_1h" ->
                        new BenignCheck(
                                "broken certificates, and plain text as a way around them",
                                false,
                                figure + " TLS handshakes of the caller failed in about an hour");
                    default -> null;
                });
    }
}
