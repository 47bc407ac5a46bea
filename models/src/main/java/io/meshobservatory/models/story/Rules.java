/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.models.profile.Releases;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What holds of all that people said, at a time. Immutable. */
public final class Rules {
    private final List<Control> controls;
    private final long atMillis;
    private final Releases releases;

    /**
     * @param controls at most one per id, in any order
     * @param atMillis event time
     */
    public Rules(Iterable<Control> controls, long atMillis) {
        this.controls = StreamSupport.stream(controls.spliterator(), false)
                .filter(control -> control.holdsAt(atMillis))
                .sorted(Comparator.comparing(Control::id))
                .toList();
        this.atMillis = atMillis;
        this.releases = releases(this.controls);
    }

    /** No rules. */
    public static Rules none() {
        return new Rules(List.of(), 0);
    }

    /** Why nobody is told of an alert, null if people are told. */
    @Nullable
    String suppressionOf(Alert alert) {
        for (Control control : controls) {
            if (control.type() == Control.Type.SUPPRESSION && control.scope().covers(alert)) {
                return control.id() + ": " + control.reason();
            }
        }
        return null;
    }

    /** Why an open story ends, null if nobody said so since it was last seen. */
    @Nullable
    String releaseOf(Alert alert) {
        for (Control control : controls) {
            if (control.type() == Control.Type.RELEASE
                    && control.fromMillis() >= alert.endMillis()
                    && control.scope().covers(alert)) {
                return "Released by " + control.id() + ": " + control.reason() + ".";
            }
        }
        return null;
    }

    /** What was released: what of it was held back may be learned from then on. */
    public Releases releases() {
        return releases;
    }

    private static Releases releases(List<Control> controls) {
        List<Control> released = controls.stream()
                .filter(control -> control.type() == Control.Type.RELEASE)
                .toList();
        if (released.isEmpty()) {
            return Releases.NONE;
        }
        return (kinds, source, destination) -> {
            long latest = Releases.NEVER;
            for (Control control : released) {
                if (control.fromMillis() > latest && control.scope().fits(kinds, source, destination)) {
                    latest = control.fromMillis();
                }
            }
            return latest;
        };
    }

    /** How sure an alert must be: the strictest threshold that covers it, else what the settings say. */
    double leastConfidence(Alert alert, double otherwise) {
        return controls.stream()
                .filter(control -> control.type() == Control.Type.THRESHOLD
                        && control.scope().covers(alert))
                .mapToDouble(Control::leastConfidence)
                .max()
                .orElse(otherwise);
    }

    @Override
    public String toString() {
        return controls.size() + " rules at " + atMillis;
    }
}
