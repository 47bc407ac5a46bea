/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of one message type have to look, taken from its descriptor: for each field number the wire type and, for
 * submessages, their rules. Immutable once built; shared by all threads.
 */
final class MessageRules {
    private static final FieldRule[] NO_FIELDS = new FieldRule[0];

    private final boolean item;
    private final boolean span;
    /** Index = field number; filled after construction, since message types refer to themselves. */
    private @Nullable FieldRule[] byNumber = NO_FIELDS;

    private MessageRules(boolean item, boolean span) {
        this.item = item;
        this.span = span;
    }

    /** The rules of a request and of all message types below it. */
    static MessageRules of(Descriptor request) {
        return build(request, new HashMap<>());
    }

    /** The rule of a field; null for a number that this version of OTLP does not define. */
    @Nullable
    FieldRule field(int number) {
        return number < byNumber.length ? byNumber[number] : null;
    }

    /** Whether messages of this type are what a sender counts: spans, data points, log records. */
    boolean isItem() {
        return item;
    }

    boolean isSpan() {
        return span;
    }

    private static MessageRules build(Descriptor type, Map<Descriptor, MessageRules> built) {
        MessageRules known = built.get(type);
        if (known != null) {
            return known;
        }
        boolean span = type.getFullName().equals("opentelemetry.proto.trace.v1.Span");
        boolean item = span
                || type.getFullName().equals("opentelemetry.proto.logs.v1.LogRecord")
                || type.getName().endsWith("DataPoint");
        MessageRules rules = new MessageRules(item, span);
        built.put(type, rules);
        int max = type.getFields().stream()
                .mapToInt(FieldDescriptor::getNumber)
                .max()
                .orElse(0);
        @Nullable FieldRule[] byNumber = new FieldRule[max + 1];
        for (FieldDescriptor field : type.getFields()) {
            boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            byNumber[field.getNumber()] = new FieldRule(
                    field.getLiteType().getWireType(),
                    field.isPackable(),
                    field.getType() == FieldDescriptor.Type.STRING,
                    message ? build(field.getMessageType(), built) : null,
                    span ? SpanField.of(field.getName()) : SpanField.OTHER);
        }
        rules.byNumber = byNumber;
        return rules;
    }

    /** The fields of a span that decide whether it can be used. */
    enum SpanField {
        TRACE_ID,
        SPAN_ID,
        NAME,
        OTHER;

        private static SpanField of(String name) {
            return switch (name) {
                case "trace_id" -> TRACE_ID;
                case "span_id" -> SPAN_ID;
                case "name" -> NAME;
                default -> OTHER;
            };
        }
    }

    /**
     * @param wireType of {@link WireFormat}; a field that arrives with another one is treated as unknown, as protobuf does
     * @param packable whether it may also arrive as one length-delimited run of elements
     * @param text whether it has to be UTF-8
     * @param message the rules of a submessage; null for scalars
     */
    record FieldRule(
            int wireType,
            boolean packable,
            boolean text,
            @Nullable MessageRules message,
            SpanField spanField) {}
}
