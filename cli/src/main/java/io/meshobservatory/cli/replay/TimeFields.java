/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The times in OTLP messages: every field whose name ends in {@code time_unix_nano}, wherever it stands (spans, events, data
 * points, exemplars, log records). A time of 0 means that it is not told, and stays 0. Not thread-safe.
 */
final class TimeFields {
    private static final String SUFFIX = "time_unix_nano";

    private final Map<Descriptor, Layout> layouts = new HashMap<>();

    /**
     * Where the times of a kind of message are.
     *
     * @param times its own time fields
     * @param parents its fields whose messages have times, at whatever depth
     */
    private record Layout(List<FieldDescriptor> times, List<FieldDescriptor> parents) {
        boolean isEmpty() {
            return times.isEmpty() && parents.isEmpty();
        }
    }

    /** The latest time in a message, nanoseconds since the epoch; 0 if it tells none. */
    long latest(Message message) {
        Layout layout = layout(message.getDescriptorForType());
        long latest = 0;
        for (FieldDescriptor field : layout.times()) {
            latest = Math.max(latest, (long) message.getField(field));
        }
        for (FieldDescriptor field : layout.parents()) {
            if (field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                    latest = Math.max(latest, latest((Message) message.getRepeatedField(field, i)));
                }
            } else if (message.hasField(field)) {
                latest = Math.max(latest, latest((Message) message.getField(field)));
            }
        }
        return latest;
    }

    /** Moves all times in a message. */
    Message shifted(Message message, long deltaNanos) {
        Layout layout = layout(message.getDescriptorForType());
        Message.Builder builder = message.toBuilder();
        for (FieldDescriptor field : layout.times()) {
            long nanos = (long) message.getField(field);
            if (nanos != 0) {
                builder.setField(field, nanos + deltaNanos);
            }
        }
        for (FieldDescriptor field : layout.parents()) {
            if (field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                    Message child = (Message) message.getRepeatedField(field, i);
                    builder.setRepeatedField(field, i, shifted(child, deltaNanos));
                }
            } else if (message.hasField(field)) {
                builder.setField(field, shifted((Message) message.getField(field), deltaNanos));
            }
        }
        return builder.build();
    }

    private Layout layout(Descriptor type) {
        Layout known = layouts.get(type);
        if (known != null) {
            return known;
        }
        // a type that contains itself, as AnyValue does, has no times by this way
        layouts.put(type, new Layout(List.of(), List.of()));
        List<FieldDescriptor> times = new ArrayList<>();
        List<FieldDescriptor> parents = new ArrayList<>();
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJavaType() == JavaType.LONG && field.getName().endsWith(SUFFIX)) {
                times.add(field);
            } else if (field.getJavaType() == JavaType.MESSAGE
                    && !layout(field.getMessageType()).isEmpty()) {
                parents.add(field);
            }
        }
        Layout layout = new Layout(times, parents);
        layouts.put(type, layout);
        return layout;
    }
}
