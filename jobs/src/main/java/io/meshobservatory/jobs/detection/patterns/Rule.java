/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import io.meshobservatory.core.alert.AlertKind;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * Signals that together mean something, one after the other. Immutable.
 *
 * @param kind what they mean
 * @param name of the pattern, in kebab case: part of alerts
 * @param within how far apart the first and the last may be
 * @param steps the signals, at least one
 */
record Rule(AlertKind kind, String name, Duration within, List<Step> steps) implements Serializable {
    Rule {
        steps = List.copyOf(steps);
    }

    static Rule of(AlertKind kind, String name, Duration within, Step... steps) {
        return new Rule(kind, name, within, List.of(steps));
    }

    /** Whether signals are its first ones. */
    boolean begins(List<Noticed> signals) {
        long first = signals.get(0).signal().endMillis();
        for (int i = 0; i < signals.size(); i++) {
            Noticed noticed = signals.get(i);
            Step step = steps.get(i);
            if (!step.fits(noticed)
                    || noticed.signal().endMillis() - first > within.toMillis()
                    || (i > 0 && !step.link().holds(signals.get(i - 1).signal(), noticed.signal()))) {
                return false;
            }
        }
        return true;
    }
}
