/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.meshobservatory.bridge.BridgeLimits;
import io.meshobservatory.bridge.kafka.OutgoingRecord;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a valid request into Kafka records, at the borders of its resources (field 1 of the request), without changing a
 * byte: the values of the records, put together, are the request. Each is a request itself, since protobuf messages are
 * the concatenation of their fields. Immutable and thread-safe.
 */
public final class RecordSlicer {
    private static final int RESOURCES_FIELD = 1;
    private static final int RESOURCE_FIELD = 1;
    private static final int KEY_BYTES = 16;
    /** Kafka's limit counts the frame of a batch and the key too. */
    private static final int RECORD_FRAME_BYTES = 512;

    private final int targetBytes;
    private final int maxRecords;

    /**
     * @param targetBytes the size that a record should not exceed; one resource alone may
     * @param maxRecords the number of records that one request may become
     */
    public RecordSlicer(int targetBytes, int maxRecords) {
        this.targetBytes = targetBytes;
        this.maxRecords = maxRecords;
    }

    /** As a bridge with these limits cuts. */
    public static RecordSlicer of(BridgeLimits limits) {
        return new RecordSlicer(limits.maxRecordBytes() - RECORD_FRAME_BYTES, limits.maxRecordsPerRequest());
    }

    /**
     * Cuts a request that {@link RequestValidator} has accepted. Spans and logs become as few records as fit the size,
     * without key; metrics become one record for each resource, keyed by a hash of it, for the order of a series.
     *
     * @throws TooManyRecordsException if there would be more than the permitted number
     */
    public List<OutgoingRecord> slice(OtlpSignal signal, byte[] request) throws TooManyRecordsException {
        try {
            return switch (signal) {
                case SPANS, LOGS ->
                    request.length <= targetBytes ? List.of(OutgoingRecord.whole(request)) : bySize(request);
                case METRICS -> byResource(request);
            };
        } catch (IOException invalid) {
            throw new IllegalArgumentException("request: " + request.length + " bytes (expected: valid)", invalid);
        }
    }

    private List<OutgoingRecord> bySize(byte[] request) throws IOException, TooManyRecordsException {
        List<OutgoingRecord> records = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(request);
        int start = 0;
        int end = 0;
        while (!in.isAtEnd()) {
            in.skipField(in.readTag());
            int next = in.getTotalBytesRead();
            if (next - start > targetBytes && end > start) {
                add(records, OutgoingRecord.slice(null, request, start, end));
                start = end;
            }
            end = next;
        }
        add(records, OutgoingRecord.slice(null, request, start, end));
        return records;
    }

    private List<OutgoingRecord> byResource(byte[] request) throws IOException, TooManyRecordsException {
        List<OutgoingRecord> records = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(request);
        int start = 0;
        byte @Nullable [] key = null;
        while (!in.isAtEnd()) {
            int fieldStart = in.getTotalBytesRead();
            int tag = in.readTag();
            if (tag != tagOf(RESOURCES_FIELD)) {
                in.skipField(tag); // what a newer OTLP may have here stays with the resource before it
                continue;
            }
            if (key != null) {
                add(records, OutgoingRecord.slice(key, request, start, fieldStart));
                start = fieldStart;
            }
            int length = in.readRawVarint32();
            int contentStart = in.getTotalBytesRead();
            key = keyOf(request, contentStart, length);
            in.skipRawBytes(length);
        }
        add(records, OutgoingRecord.slice(key, request, start, request.length));
        return records;
    }

    private void add(List<OutgoingRecord> records, OutgoingRecord record) throws TooManyRecordsException {
        if (records.size() == maxRecords) {
            throw new TooManyRecordsException(maxRecords);
        }
        records.add(record);
    }

    private static byte[] keyOf(byte[] request, int start, int length) throws IOException {
        MessageDigest digest = sha256();
        CodedInputStream in = CodedInputStream.newInstance(request, start, length);
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            if (tag == tagOf(RESOURCE_FIELD)) {
                int bytes = in.readRawVarint32();
                digest.update(request, start + in.getTotalBytesRead(), bytes);
                in.skipRawBytes(bytes);
            } else {
                in.skipField(tag);
            }
        }
        return Arrays.copyOf(digest.digest(), KEY_BYTES);
    }

    private static int tagOf(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** A request has so many resources that it would flood Kafka with records. */
    public static final class TooManyRecordsException extends Exception {
        private static final long serialVersionUID = 1L;

        TooManyRecordsException(int maxRecords) {
            super("more than " + maxRecords + " records would be made of one request (expected: fewer resources)");
        }
    }
}
