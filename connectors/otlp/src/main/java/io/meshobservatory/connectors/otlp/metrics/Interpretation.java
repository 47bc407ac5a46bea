/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.metric.SeriesMeaning;
import org.jspecify.annotations.Nullable;

/**
 * What a series is about, and what is to be read from its points.
 *
 * @param meaning what it is about
 * @param wanted what is to be read
 */
record Interpretation(SeriesMeaning meaning, Wanted wanted) {
    static Interpretation fact(FactKind kind, String detail, @Nullable Node node, @Nullable Node peer, Wanted wanted) {
        return new Interpretation(new SeriesMeaning.OfFact(kind, detail, node, peer), wanted);
    }
}
