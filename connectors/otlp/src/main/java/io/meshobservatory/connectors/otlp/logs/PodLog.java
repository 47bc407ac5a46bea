/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

/**
 * Finds where a proxy's own line begins in a line of a pod's log: behind the time of {@code kubectl logs --timestamps}, and
 * behind time, stream and tag of a container runtime's file ({@code 2025-01-30T12:10:13.6Z stdout F }). Stateless.
 */
final class PodLog {
    private PodLog() {}

    /** Where an Envoy or JSON line begins; the start where nothing stands in front. A ztunnel line begins with its time. */
    static int start(String text) {
        if (!Timestamps.looksLikeTime(text, 0)) {
            return 0;
        }
        int from = Timestamps.end(text, 0);
        if (from >= text.length() || text.charAt(from) != ' ') {
            return 0;
        }
        from++;
        if (text.startsWith("stdout ", from) || text.startsWith("stderr ", from)) {
            from += "stdout ".length();
            if (text.startsWith("F ", from) || text.startsWith("P ", from)) {
                from += 2;
            }
        }
        boolean line = from < text.length()
                && (text.charAt(from) == '[' || text.charAt(from) == '{' || Timestamps.looksLikeTime(text, from));
        return line ? from : 0;
    }

    /** Where the line ends: without line feeds and blanks behind it. */
    static int end(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) <= ' ') {
            end--;
        }
        return end;
    }
}
