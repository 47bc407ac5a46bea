/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.Evidence;
import io.meshobservatory.core.graph.Node;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts something applies to: those that fit everything that is given. Names may hold {@code *} for any text; without
 * a slash they are compared with the name alone, with one slash with {@code namespace/name}, else with
 * {@code cluster/namespace/name}. Immutable.
 *
 * @param kind of the alert, null for any
 * @param source who did it, in all of the evidence; null for any
 * @param destination to whom, in all of the evidence that names one; null for any
 * @param resource one of the nodes that it is about; null for any
 */
public record Scope(
        @Nullable AlertKind kind,
        @Nullable String source,
        @Nullable String destination,
        @Nullable String resource) {
    /** Everything. */
    public static final Scope ALL = new Scope(null, null, null, null);

    /** Whether it says nothing, and so applies to everything. */
    public boolean isAll() {
        return equals(ALL);
    }

    /**
     * Whether it covers all that an alert rests on: what goes beyond it shall be seen. Evidence without a destination must fit
     * the source only.
     */
    public boolean covers(Alert alert) {
        if (kind != null && kind != alert.kind()) {
            return false;
        }
        if (resource != null && alert.resources().stream().noneMatch(node -> NamePattern.fits(resource, node))) {
            return false;
        }
        for (Evidence evidence : alert.evidence()) {
            if (source != null && !NamePattern.fits(source, evidence.source())) {
                return false;
            }
            Node to = evidence.destination();
            if (destination != null && to != null && !NamePattern.fits(destination, to)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether it covers what is noticed of a workload, or of its calls to another.
     *
     * @param kinds of the alerts that rest on it
     * @param destination null where it is about the source alone: then a scope that asks for a destination does not fit
     */
    boolean fits(Set<AlertKind> kinds, Node from, @Nullable Node to) {
        if (kind != null && !kinds.contains(kind)) {
            return false;
        }
        if (source != null && !NamePattern.fits(source, from)) {
            return false;
        }
        if (destination != null && (to == null || !NamePattern.fits(destination, to))) {
            return false;
        }
        return resource == null || NamePattern.fits(resource, from) || (to != null && NamePattern.fits(resource, to));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind == null ? "" : kind.name().toLowerCase(Locale.ROOT));
        append("source", source, text);
        append("destination", destination, text);
        append("resource", resource, text);
        return text.isEmpty() ? "everything" : text.toString();
    }

    private static void append(String what, @Nullable String name, StringBuilder text) {
        if (name != null) {
            text.append(text.isEmpty() ? "" : ", ").append(what).append(' ').append(name);
        }
    }
}
