/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Nodes, figures and signals in words; the same words for the same things, whatever the machine's language. */
final class Words {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Words() {}

    /** A node as people call it: the host of what is outside, else namespace and name. */
    static String name(Node node) {
        return node.namespace().equals(Node.NOT_APPLICABLE) ? node.name() : node.namespace() + "/" + node.name();
    }

    /** Who, of whom, or some of them. */
    static String names(Iterable<Node> nodes, int most) {
        StringBuilder text = new StringBuilder();
        int told = 0;
        int rest = 0;
        for (Node node : nodes) {
            if (told == most) {
                rest++;
                continue;
            }
            text.append(told == 0 ? "" : ", ").append(name(node));
            told++;
        }
        return rest == 0 ? text.toString() : text + " and " + rest + " more";
    }

    /** A time of day, UTC. */
    static String clock(long millis) {
        return CLOCK.format(Instant.ofEpochMilli(millis));
    }

    /** A figure with its unit. */
    static String figure(double value, String unit) {
        return switch (unit) {
            case "bytes" -> bytes(value);
            case "share" -> number(value * 100) + " %";
            case "" -> number(value);
            default -> number(value) + " " + unit;
        };
    }

    /** A figure beside what was expected. */
    static String measure(Measure measure) {
        String observed = measure.feature().replace('_', ' ') + " " + figure(measure.observed(), measure.unit());
        return Double.isNaN(measure.expected())
                ? observed + " (never seen before)"
                : observed + " (usual: " + figure(measure.expected(), measure.unit()) + ")";
    }

    /** What was noticed, as one sentence without its end. */
    static String sentence(Signal signal) {
        String source = name(signal.source());
        String to = signal.destination() == null ? "its destinations" : name(signal.destination());
        String subject = signal.subject().isEmpty() ? "" : " (" + signal.subject() + ")";
        String said = switch (signal.kind()) {
            case NEW_EDGE -> source + " called " + to + " for the first time";
            case DENIED -> "calls of " + source + " to " + to + " were denied by policy";
            case PROBE -> source + " tried destinations or paths that it never used";
            case UNUSUAL_READ -> source + " read unusually much from " + to;
            case UPLOAD -> source + " sent unusually much to " + to;
            case SLOW_UPLOAD -> source + " sent a little more than usual to " + to + " for hours";
            case REGULAR_CALLS -> source + " called " + to + " at regular distances";
            case REFUSED_LOGINS -> to + " refused the credentials of " + source;
            case LOGIN_AFTER_REFUSALS -> "calls of " + source + " to " + to + " succeeded after many refusals";
            case NEW_PRINCIPAL_PLACE -> "a principal came from " + source + ", from where it never came";
            case PLAIN_TEXT -> source + " called " + to + " in plain text, where there was mutual TLS";
            case FLOOD -> to + " got far more requests than its load explains, most from " + source;
            case SLOW_REQUESTS -> "requests of " + source + " to " + to + " were held open";
            case EXPENSIVE_PATH -> source + " asked " + to + " for a costly operation again and again";
            case NEW_OPERATION -> source + " asked " + to + " for what it never asked for";
            case NEW_HOST ->
                source + " called the host " + to + " for the first time, and nobody tells how much it sends";
            case UNUSUAL_WINDOW -> source + " behaved as it never did, several minutes in a row";
        };
        String figure = signal.measures().isEmpty()
                ? ""
                : ": " + measure(signal.measures().get(0));
        return said + subject + figure;
    }

    private static String bytes(double value) {
        double scaled = Math.abs(value);
        int unit = 0;
        while (scaled >= 999.5 && unit < BYTES.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return number(value < 0 ? -scaled : scaled) + " " + BYTES[unit];
    }

    /** Three digits that count, without a trailing zero. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "unknown";
        }
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        String text = String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
        return text.endsWith("0") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
