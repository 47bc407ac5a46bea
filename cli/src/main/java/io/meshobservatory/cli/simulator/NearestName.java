/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import java.util.Collection;

/** Finds what somebody meant who mistyped a name. */
public final class NearestName {
    private NearestName() {}

    /** {@code ", did you mean 'x'?"} for the most similar candidate, empty if none is similar. */
    public static String suggestion(String name, Collection<String> candidates) {
        String best = "";
        int bestDistance = Math.max(2, (name.length() + 1) / 2) + 1;
        for (String candidate : candidates) {
            int distance = distance(name, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? "" : ", did you mean '" + best + "'?";
    }

    /** How many letters must be inserted, deleted or changed (Levenshtein, 1966). */
    private static int distance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
