/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of one message type have to look, taken from its descriptor: for each field number the wire type and, for
 * submessages, their rules. Immutable once built; shared by all threads.
 */
final class MessageRules {
    private static final FieldRule[] NO_FIELDS = new FieldRule[0];
    private static final Shape[] NO_SHAPES = new Shape[0];
    private static final MessageRules[] NO_RULES = new MessageRules[0];
    private static final int WIRE_TYPES = 8;

    private final boolean item;
    private final boolean span;
    private final boolean attribute;
    /** Index = field number; filled after construction, since message types refer to themselves. */
    private @Nullable FieldRule[] byNumber = NO_FIELDS;
    /** Index = tag (field number and wire type): the same once more, in the form in which it is found fastest. */
    private Shape[] byTag = NO_SHAPES;

    private @Nullable MessageRules[] submessages = NO_RULES;

    private MessageRules(boolean item, boolean span, boolean attribute) {
        this.item = item;
        this.span = span;
        this.attribute = attribute;
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

    /** What follows a tag of one or two bytes. */
    Shape shape(int tag) {
        return tag < byTag.length ? byTag[tag] : Shape.OTHER;
    }

    /** The rules of the submessage that follows a tag whose shape is {@link Shape#MESSAGE}. */
    MessageRules submessage(int tag) {
        return Objects.requireNonNull(submessages[tag]);
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
        MessageRules rules =
                new MessageRules(item, span, type.getFullName().equals("opentelemetry.proto.common.v1.KeyValue"));
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
        rules.indexByTag();
        return rules;
    }

    private void indexByTag() {
        byTag = new Shape[byNumber.length * WIRE_TYPES];
        submessages = new MessageRules[byTag.length];
        Arrays.fill(byTag, 0, WIRE_TYPES, Shape.OTHER); // no field has the number 0
        for (int tag = WIRE_TYPES; tag < byTag.length; tag++) {
            FieldRule rule = byNumber[tag / WIRE_TYPES];
            byTag[tag] = Shape.of(rule, tag % WIRE_TYPES);
            submessages[tag] = rule == null ? null : rule.message();
        }
    }

    /** How the bytes after a tag are to be read. */
    enum Shape {
        VARINT,
        FIXED32,
        FIXED64,
        /** With a length before it, and anything in it. */
        BYTES,
        /** With a length before it, and UTF-8 in it. */
        TEXT,
        /** With a length before it, and fields in it. */
        MESSAGE,
        /** A MESSAGE that is a key with its value. */
        ATTRIBUTE,
        /** With a length before it, and a run of FIXED64. */
        PACKED_FIXED64,
        /** With a length before it, and a run of VARINT. */
        PACKED_VARINT,
        TRACE_ID,
        SPAN_ID,
        /** Nothing that senders usually send. */
        OTHER;

        private static Shape of(@Nullable FieldRule rule, int wireType) {
            if (rule != null && rule.wireType() == wireType) {
                return switch (rule.spanField()) {
                    case TRACE_ID -> TRACE_ID;
                    case SPAN_ID -> SPAN_ID;
                    case NAME, OTHER -> rule.text() ? TEXT : rule.message() != null ? of(rule.message()) : of(wireType);
                };
            }
            if (rule != null && rule.packable() && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                return switch (rule.wireType()) {
                    case WireFormat.WIRETYPE_FIXED64 -> PACKED_FIXED64;
                    case WireFormat.WIRETYPE_VARINT -> PACKED_VARINT;
                    default -> OTHER;
                };
            }
            return of(wireType); // unknown, to be skipped
        }

        private static Shape of(MessageRules submessage) {
            return submessage.attribute ? ATTRIBUTE : MESSAGE;
        }

        private static Shape of(int wireType) {
            return switch (wireType) {
                case WireFormat.WIRETYPE_VARINT -> VARINT;
                case WireFormat.WIRETYPE_FIXED64 -> FIXED64;
                case WireFormat.WIRETYPE_LENGTH_DELIMITED -> BYTES;
                case WireFormat.WIRETYPE_FIXED32 -> FIXED32;
                default -> OTHER; // groups
            };
        }
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
