/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.SpanKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a span tells of messages: the topic, and what was done with it. */
final class Messaging {
    private static final String TEMPORARY = "(temporary)";

    private Messaging() {}

    /**
     * The side of a messaging span. CLIENT spans that receive are on the consumer's side, those that send on the
     * producer's. To make a message (without sending it) or to acknowledge one is no hop: what is sent and received is
     * recorded beside it.
     */
    static SpanKind side(SpanKind kind, Attributes span) {
        if (!kind.isCaller() && kind != SpanKind.CONSUMER) {
            return kind;
        }
        return switch (operation(span)) {
            case "create", "settle" -> SpanKind.INTERNAL;
            case "receive", "process" -> kind == SpanKind.CLIENT ? SpanKind.CONSUMER : kind;
            case "send" -> kind == SpanKind.CLIENT ? SpanKind.PRODUCER : kind;
            default -> kind;
        };
    }

    /**
     * What was done, in the words of the conventions since 1.28: {@code create}, {@code send}, {@code receive},
     * {@code process}, {@code settle}; another word as it was told; empty where not told.
     */
    static String operation(Attributes span) {
        String told = span.string(AttributeKey.MESSAGING_OPERATION_TYPE, AttributeKey.MESSAGING_OPERATION);
        if (told == null) {
            told = span.string(AttributeKey.MESSAGING_OPERATION_NAME);
        }
        if (told == null) {
            return "";
        }
        return switch (told) {
            case "create", "send", "receive", "process", "settle" -> told;
            case "publish" -> "send";
            case "deliver" -> "process";
            case "poll" -> "receive";
            case "ack", "acknowledge", "nack", "commit", "complete", "abandon" -> "settle";
            default -> told.toLowerCase(Locale.ROOT);
        };
    }

    /** The topic or queue, the broker where only its system is told; null for a span that is not about messages. */
    static @Nullable Node topic(Attributes span, Node self) {
        String system = span.string(AttributeKey.MESSAGING_SYSTEM);
        if (system == null) {
            return null;
        }
        boolean temporary = span.isTrue(AttributeKey.MESSAGING_DESTINATION_TEMPORARY)
                || span.isTrue(AttributeKey.MESSAGING_DESTINATION_ANONYMOUS);
        String name = span.string(AttributeKey.MESSAGING_DESTINATION_TEMPLATE);
        if (name == null) {
            name = temporary
                    ? TEMPORARY
                    : span.string(AttributeKey.MESSAGING_DESTINATION_NAME, AttributeKey.MESSAGING_DESTINATION);
        }
        return new Node(self.cluster(), Node.NOT_APPLICABLE, name == null ? system : name, NodeKind.MESSAGING);
    }

    /** Whether the span names its topic, and not only its broker. */
    static boolean hasTopic(Attributes span) {
        return span.has(AttributeKey.MESSAGING_SYSTEM)
                && (span.has(AttributeKey.MESSAGING_DESTINATION_NAME)
                        || span.has(AttributeKey.MESSAGING_DESTINATION)
                        || span.has(AttributeKey.MESSAGING_DESTINATION_TEMPLATE)
                        || span.isTrue(AttributeKey.MESSAGING_DESTINATION_TEMPORARY)
                        || span.isTrue(AttributeKey.MESSAGING_DESTINATION_ANONYMOUS));
    }
}
