/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.core.telemetry.ResponseFlags;
import io.meshobservatory.core.telemetry.ResponseFlags.Meaning;
import io.meshobservatory.core.window.Traffic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What proxies tell of the resilience of an edge, decoded.
 *
 * @param fact what happened, as {@code retry_limit_exceeded}: the label of a {@link Meaning}
 * @param flag Envoy's short name of the response flag; null where the access log's details tell it, not a flag
 * @param name the flag's long name, or who refused the calls and by which rule
 * @param calls how many calls; a call with two flags counts under both
 */
public record ResilienceView(String fact, @Nullable String flag, String name, long calls) {
    private static final Comparator<ResilienceView> MOST_FIRST = Comparator.comparingLong(ResilienceView::calls)
            .reversed()
            .thenComparing(ResilienceView::fact)
            .thenComparing(ResilienceView::name);

    /** Those of some traffic, the most frequent first. */
    static List<ResilienceView> of(Traffic traffic) {
        List<ResilienceView> facts = new ArrayList<>();
        traffic.responseFlags()
                .forEach((flag, calls) -> facts.add(new ResilienceView(
                        ResponseFlags.meaning(flag).label(), flag, ResponseFlags.longName(flag), calls)));
        traffic.denials().forEach((denial, calls) -> {
            if (hasNoFlag(denial)) {
                facts.add(new ResilienceView(Meaning.DENIED.label(), null, denial, calls));
            }
        });
        facts.sort(MOST_FIRST);
        return facts;
    }

    /** External authorizers and rate limits have flags of their own, so that their refusals are told already. */
    private static boolean hasNoFlag(String denial) {
        return denial.startsWith("rbac") || denial.startsWith("jwt");
    }
}
