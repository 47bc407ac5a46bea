/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.kafka;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One record for Kafka: a part of the bytes of a request. The bytes are shared, not copied, until {@link #value} is
 * called; nobody changes them.
 */
public final class OutgoingRecord {
    private final byte @Nullable [] key;
    private final byte[] source;
    private final int from;
    private final int to;

    private OutgoingRecord(byte @Nullable [] key, byte[] source, int from, int to) {
        this.key = key;
        this.source = source;
        this.from = from;
        this.to = to;
    }

    /** The whole request, without key. */
    public static OutgoingRecord whole(byte[] request) {
        return new OutgoingRecord(null, request, 0, request.length);
    }

    /** The bytes of {@code source} from {@code from}, inclusive, to {@code to}, exclusive. */
    public static OutgoingRecord slice(byte @Nullable [] key, byte[] source, int from, int to) {
        return new OutgoingRecord(key, source, from, to);
    }

    /** The key; null lets Kafka choose the partition. */
    public byte @Nullable [] key() {
        return key;
    }

    /** The bytes of the value; a copy unless the record is the whole request. */
    public byte[] value() {
        return from == 0 && to == source.length ? source : Arrays.copyOfRange(source, from, to);
    }

    /** The size of the value in bytes. */
    public int length() {
        return to - from;
    }
}
