/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A walk over a request that says "in order" or "I cannot say", and nothing about what is wrong: senders that work get
 * their answer from it, in a fraction of the time of {@link CarefulWalk}, and everything unusual is left to that one. What
 * it finds in order, the careful walk would accept without rejecting a span, and count the same. Without garbage. One use;
 * NOT thread-safe.
 */
final class QuickWalk {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** The bits that are set in no byte of ASCII. */
    private static final long NOT_ASCII = 0x8080808080808080L;

    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;
    private static final int NOT_IN_ORDER = -1;

    /** KeyValue.key, KeyValue.value and AnyValue.string_value: their tags. */
    private static final byte KEY = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private static final byte VALUE = 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final byte STRING_VALUE = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    /** Three tags and three lengths. */
    private static final int LEAST_ATTRIBUTE_BYTES = 6;

    /** How far each message may be nested; deeper ones are for the careful walk to count. */
    private static final int MAX_DEPTH = 60;

    private final byte[] bytes;
    private int items;

    QuickWalk(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads all of the request; false if something has to be looked at with care. */
    boolean isInOrder(MessageRules request) {
        return message(request, 0, bytes.length, 0);
    }

    /** The spans, data points or log records, once all is in order. */
    int items() {
        return items;
    }

    private boolean message(MessageRules rules, int start, int end, int depth) {
        if (rules.isItem()) {
            items++;
        }
        if (rules.isSpan()) {
            return span(rules, start, end, depth);
        }
        int at = start;
        while (at < end) {
            at = field(rules, at, end, depth);
            if (at < 0) {
                return false;
            }
        }
        return at == end;
    }

    /** A span is in order only if its ids can be used; of several occurrences of an id, the last one counts. */
    private boolean span(MessageRules rules, int start, int end, int depth) {
        boolean traceId = false;
        boolean spanId = false;
        int at = start;
        while (at < end) {
            int tag = bytes[at];
            // an id has a tag of one byte
            MessageRules.Shape shape = tag < 0 ? MessageRules.Shape.OTHER : rules.shape(tag);
            if (shape == MessageRules.Shape.TRACE_ID && at + 1 < end && bytes[at + 1] == TRACE_ID_BYTES) {
                at += 2 + TRACE_ID_BYTES;
                traceId = at <= end && (longAt(at - TRACE_ID_BYTES) | longAt(at - Long.BYTES)) != 0;
            } else if (shape == MessageRules.Shape.SPAN_ID && at + 1 < end && bytes[at + 1] == SPAN_ID_BYTES) {
                at += 2 + SPAN_ID_BYTES;
                spanId = at <= end && longAt(at - Long.BYTES) != 0;
            } else {
                at = field(rules, at, end, depth);
            }
            if (at < 0) {
                return false;
            }
        }
        return at == end && traceId && spanId;
    }

    /** Reads one field; where the next one begins, or {@link #NOT_IN_ORDER}. */
    private int field(MessageRules rules, int start, int end, int depth) {
        int at = start;
        int tag = bytes[at++];
        if (tag < 0) {
            if (at == end || bytes[at] < 0) {
                return NOT_IN_ORDER;
            }
            tag = tag & 0x7f | bytes[at++] << 7;
        }
        return switch (rules.shape(tag)) {
            case VARINT -> varint(at, end);
            case FIXED64 -> at + Long.BYTES;
            case FIXED32 -> at + Integer.BYTES;
            case BYTES, TEXT, MESSAGE, PACKED_FIXED64, PACKED_VARINT -> delimited(rules, tag, at, end, depth);
            case ATTRIBUTE -> {
                int next = plainAttributes(start, end);
                yield next == start ? delimited(rules, tag, at, end, depth) : next;
            }
            case TRACE_ID, SPAN_ID, OTHER -> NOT_IN_ORDER;
        };
    }

    private int delimited(MessageRules rules, int tag, int start, int end, int depth) {
        int at = start;
        if (at == end) {
            return NOT_IN_ORDER;
        }
        int length = bytes[at++];
        for (int shift = 7; length < 0; shift += 7) {
            // each round takes the sign of the byte before away again
            if (at == end || shift > 21) {
                return NOT_IN_ORDER;
            }
            length = length & ~(-1 << shift) | bytes[at++] << shift;
        }
        if (length > end - at) {
            return NOT_IN_ORDER;
        }
        int next = at + length;
        boolean inOrder = switch (rules.shape(tag)) {
            case TEXT -> isText(at, length);
            case MESSAGE, ATTRIBUTE -> depth < MAX_DEPTH && message(rules.submessage(tag), at, next, depth + 1);
            case PACKED_FIXED64 -> length % Long.BYTES == 0;
            case PACKED_VARINT -> areVarints(at, next);
            case BYTES, VARINT, FIXED32, FIXED64, TRACE_ID, SPAN_ID, OTHER -> true;
        };
        return inOrder ? next : NOT_IN_ORDER;
    }

    private int varint(int start, int end) {
        for (int at = start; at < end && at < start + 10; at++) {
            if (bytes[at] >= 0) {
                return at + 1;
            }
        }
        return NOT_IN_ORDER;
    }

    private boolean areVarints(int start, int end) {
        int at = start;
        while (at >= 0 && at < end) {
            at = varint(at, end);
        }
        return at == end;
    }

    /**
     * Passes over attributes as nearly all are: a key, then a value that is a string, both shorter than 128 bytes. If their
     * text is ASCII, all bytes are, tags and lengths too, so that is looked up once for the run of them: loops that end after
     * a few rounds, each time after another number, cost more than what they read.
     *
     * @return where the first one begins that is not so; {@code start} if there is none that is; {@link #NOT_IN_ORDER} if
     *     one has text that is no UTF-8
     */
    private int plainAttributes(int start, int end) {
        int at = start;
        while (at <= end - LEAST_ATTRIBUTE_BYTES && bytes[at] == bytes[start] && bytes[at + 1] >= 0) {
            int next = at + 2 + bytes[at + 1];
            if (next > end || !isPlainAttribute(at + 2, next)) {
                break;
            }
            at = next;
        }
        return isAscii(start, at) || haveText(start, at) ? at : NOT_IN_ORDER;
    }

    /** Whether the keys and values of plain attributes are UTF-8. */
    private boolean haveText(int start, int end) {
        for (int at = start; at < end; at += 2 + bytes[at + 1]) {
            int first = at + 2;
            int second = first + 2 + bytes[first + 1];
            if (!isKeyOrValueText(first) || !isKeyOrValueText(second)) {
                return false;
            }
        }
        return true;
    }

    private boolean isKeyOrValueText(int start) {
        int length = bytes[start + 1];
        return bytes[start] == KEY ? isText(start + 2, length) : isText(start + 4, length - 2);
    }

    /** The order of fields is free: most encoders write the key first, some the value. */
    private boolean isPlainAttribute(int start, int end) {
        if (end - start < LEAST_ATTRIBUTE_BYTES || bytes[start + 1] < 0) {
            return false;
        }
        int second = start + 2 + bytes[start + 1];
        if (second > end - 2 || bytes[second + 1] != end - second - 2) {
            return false;
        }
        int value = bytes[start] == KEY ? second : start;
        int key = start + second - value;
        return bytes[key] == KEY
                && bytes[value] == VALUE
                && bytes[value + 1] >= 2
                && bytes[value + 2] == STRING_VALUE
                && bytes[value + 3] == bytes[value + 1] - 2;
    }

    private boolean isText(int start, int length) {
        return isAscii(start, start + length)
                || UnsafeByteOperations.unsafeWrap(bytes, start, length).isValidUtf8();
    }

    private boolean isAscii(int start, int end) {
        int at = start;
        long seen = 0;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            seen |= longAt(at);
        }
        int left = end - at;
        if (left > 0 && end >= Long.BYTES) {
            // the last eight bytes, without those before the text
            seen |= longAt(end - Long.BYTES) >>> Byte.SIZE * (Long.BYTES - left);
        } else {
            for (; at < end; at++) {
                seen |= bytes[at];
            }
        }
        return (seen & NOT_ASCII) == 0;
    }

    private long longAt(int at) {
        return (long) LONGS.get(bytes, at);
    }
}
