/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Of the rows of one node and minute, the version of each that was given out last; of two of the same time, the greater. */
final class LatestFacts {
    private final Map<Subject, Version> versions = new TreeMap<>();

    void add(FactRow fact, long emittedMillis) {
        versions.merge(
                new Subject(fact.kind(), fact.detail(), fact.peer()), new Version(fact, emittedMillis), Version::later);
    }

    List<FactRow> inOrder() {
        return versions.values().stream().map(Version::fact).toList();
    }

    private record Version(FactRow fact, long emittedMillis) {
        Version later(Version other) {
            int order = Long.compare(emittedMillis, other.emittedMillis);
            return (order == 0 ? Double.compare(fact.value(), other.fact.value()) : order) >= 0 ? this : other;
        }
    }

    private record Subject(
            FactKind kind, String detail, @Nullable Node peer) implements Comparable<Subject> {
        private static final Comparator<Subject> ORDER = Comparator.comparing(Subject::kind)
                .thenComparing(Subject::detail)
                .thenComparing(Subject::peer, Comparator.nullsFirst(Comparator.naturalOrder()));

        @Override
        public int compareTo(Subject other) {
            return ORDER.compare(this, other);
        }
    }
}
