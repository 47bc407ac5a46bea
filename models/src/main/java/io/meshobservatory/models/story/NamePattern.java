/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.graph.Node;

/**
 * Names of nodes with {@code *} for any text. A pattern without a slash is compared with the name alone, with one slash with
 * {@code namespace/name}, else with {@code cluster/namespace/name}. Stateless.
 */
final class NamePattern {
    private NamePattern() {}

    /** Whether a node's name fits. */
    static boolean fits(String pattern, Node node) {
        long slashes = pattern.chars().filter(c -> c == '/').count();
        if (slashes == 0) {
            return fits(pattern, node.name());
        }
        String longer = node.namespace() + "/" + node.name();
        return fits(pattern, slashes == 1 ? longer : node.cluster() + "/" + longer);
    }

    /** The usual two-pointer match: on a mismatch the last star takes one more character. */
    private static boolean fits(String pattern, String text) {
        int at = 0;
        int star = -1;
        int resume = 0;
        int i = 0;
        while (i < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
