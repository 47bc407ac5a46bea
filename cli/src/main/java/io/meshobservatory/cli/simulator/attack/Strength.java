/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.attack;

import io.meshobservatory.cli.simulator.ScenarioException;
import java.util.Locale;

/** How openly an attacker acts. */
public enum Strength {
    /** Much, fast, without hiding anything. */
    CRUDE,
    /** As a tool does with its defaults. */
    MEDIUM,
    /** Little at a time, slowly, and like others. */
    CAREFUL;

    /**
     * Reads {@code crude}, {@code medium} or {@code careful}; the empty text is {@link #MEDIUM}.
     *
     * @throws ScenarioException if it is something else
     */
    public static Strength of(String text) throws ScenarioException {
        if (text.isEmpty()) {
            return MEDIUM;
        }
        for (Strength strength : values()) {
            if (strength.label().equals(text.toLowerCase(Locale.ROOT))) {
                return strength;
            }
        }
        throw new ScenarioException("strength: '" + text + "' (expected: crude, medium or careful)");
    }

    /** In lower case, as in labels. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of three figures that belongs to it. */
    <T> T of(T crude, T medium, T careful) {
        return switch (this) {
            case CRUDE -> crude;
            case MEDIUM -> medium;
            case CAREFUL -> careful;
        };
    }
}
