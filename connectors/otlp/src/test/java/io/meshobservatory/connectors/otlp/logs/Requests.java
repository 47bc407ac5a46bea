/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.List;
import java.util.Map;

/** Makes requests of lines, and decodes them. */
final class Requests {
    private Requests() {}

    static LogRecord.Builder line(String line) {
        return LogRecord.newBuilder().setBody(text(line));
    }

    static LogRecord.Builder structured(Map<String, ?> body) {
        KeyValueList.Builder values = KeyValueList.newBuilder();
        body.forEach((key, value) -> values.addValues(attribute(key, value)));
        return LogRecord.newBuilder()
                .setBody(AnyValue.newBuilder().setKvlistValue(values).build());
    }

    static KeyValue attribute(String key, Object value) {
        AnyValue any = value instanceof Long number
                ? AnyValue.newBuilder().setIntValue(number).build()
                : value instanceof Double number
                        ? AnyValue.newBuilder().setDoubleValue(number).build()
                        : text((String) value);
        return KeyValue.newBuilder().setKey(key).setValue(any).build();
    }

    static byte[] request(Map<String, String> resource, List<LogRecord> records) {
        Resource.Builder attributes = Resource.newBuilder();
        resource.forEach((key, value) -> attributes.addAttributes(attribute(key, value)));
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(attributes)
                        .addScopeLogs(ScopeLogs.newBuilder().addAllLogRecords(records)))
                .build()
                .toByteArray();
    }

    static DecodedLogs decode(byte[] request) {
        try {
            return new LogDecoder().decode(request);
        } catch (LogDecodeException undecodable) {
            throw new AssertionError(undecodable);
        }
    }

    static DecodedLogs decode(Map<String, String> resource, LogRecord... records) {
        return decode(request(resource, List.of(records)));
    }

    /** The only line, of an emitter that nothing names. */
    static AccessEntry entry(String line) {
        return entry(Map.of(), line(line).build());
    }

    static AccessEntry entry(Map<String, String> resource, String line) {
        return entry(resource, line(line).build());
    }

    static AccessEntry entry(Map<String, String> resource, LogRecord record) {
        DecodedLogs decoded = decode(resource, record);
        if (decoded.lines().size() == 1 && decoded.lines().get(0) instanceof AccessEntry entry) {
            return entry;
        }
        throw new AssertionError("no entry but " + decoded);
    }

    static UnparsedLine unparsed(String line) {
        DecodedLogs decoded = decode(Map.of(), line(line).build());
        if (decoded.lines().size() == 1 && decoded.lines().get(0) instanceof UnparsedLine unparsed) {
            return unparsed;
        }
        throw new AssertionError("no unparsed line but " + decoded);
    }

    static ByteString bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.copyFrom(bytes);
    }

    private static AnyValue text(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }
}
