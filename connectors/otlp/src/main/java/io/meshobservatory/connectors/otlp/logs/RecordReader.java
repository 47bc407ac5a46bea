/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import com.google.protobuf.ByteString;
import io.meshobservatory.core.telemetry.TraceId;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one log record: finds out in which form it is, unites line and labels, and says what it tells. Where line and
 * labels tell the same field, the line counts. Not thread-safe.
 */
final class RecordReader {
    private static final int MAX_LINE_CHARS = 256 * 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final TraceId NO_TRACE = new TraceId(0, 0);

    /** A line, or why there is none. */
    record Result(@Nullable LogLine line, PassedOver passedOver) {}

    private enum Dialect {
        NONE,
        ENVOY,
        ZTUNNEL
    }

    private final Fields fields = new Fields();
    private final Fields labels = new Fields();
    private final EnvoyText envoyText = new EnvoyText();
    private final LineIds ids = new LineIds();
    private final Map<String, String> united = new HashMap<>();
    private @Nullable Emitter emitterOfResource;

    /** Forgets who the last records were from. */
    void newResource() {
        emitterOfResource = null;
    }

    Result read(LogRecord record, Map<String, String> resource) {
        fields.clear();
        labels.clear();
        Emitter emitter = readAttributes(record.getAttributesList(), resource);
        UnparsedReason problem = readBody(record.getBody());
        Fields told = fields;
        if (problem == null && dialect(fields) != Dialect.NONE) {
            fields.fill(labels);
        } else if (dialect(labels) != Dialect.NONE) {
            problem = null;
            told = labels;
        }
        LogContext context = context(record);
        if (problem != null) {
            return new Result(unparsed(record, problem, emitter, context), PassedOver.APPLICATION_LOG);
        }
        Reading reading = switch (dialect(told)) {
            case ENVOY -> EnvoyEntries.read(told, emitter, context);
            case ZTUNNEL -> ZtunnelEntries.read(told, emitter, context);
            case NONE -> new Reading.Skipped(PassedOver.APPLICATION_LOG);
        };
        if (reading instanceof Reading.Skipped skipped) {
            return new Result(null, skipped.reason());
        }
        if (reading instanceof Reading.Unreadable unreadable) {
            return new Result(unparsed(record, unreadable.reason(), emitter, context), PassedOver.APPLICATION_LOG);
        }
        Reading.Told call = (Reading.Told) reading;
        LineId id = ids.ofFields(told, emitter, context.withTraceOf(told));
        return new Result(
                new AccessEntry(id, call.call(), call.vantage(), call.facts(), call.aliases()),
                PassedOver.APPLICATION_LOG);
    }

    private Emitter readAttributes(List<KeyValue> attributes, Map<String, String> resource) {
        united.clear();
        for (KeyValue attribute : attributes) {
            String key = attribute.getKey();
            Field field = Field.of(key);
            if (field != null) {
                labels.put(field, Values.text(attribute.getValue()));
            } else if (Emitters.isKey(key)) {
                united.put(key, Values.text(attribute.getValue()));
            }
        }
        if (!united.isEmpty()) {
            resource.forEach(united::putIfAbsent);
            return Emitters.of(united);
        }
        if (emitterOfResource == null) {
            emitterOfResource = Emitters.of(resource);
        }
        return emitterOfResource;
    }

    private @Nullable UnparsedReason readBody(AnyValue body) {
        if (body.hasKvlistValue()) {
            for (KeyValue value : body.getKvlistValue().getValuesList()) {
                Field field = Field.of(value.getKey());
                if (field != null) {
                    fields.put(field, Values.text(value.getValue()));
                }
            }
            return null;
        }
        return body.hasStringValue() ? readLine(body.getStringValue()) : null;
    }

    private @Nullable UnparsedReason readLine(String text) {
        int from = PodLog.start(text);
        int to = PodLog.end(text);
        if (EnvoyText.recognises(text, from)) {
            return isTooLong(text) ? UnparsedReason.TOO_LONG : envoyText.read(text, from, to, fields);
        }
        if (ZtunnelText.recognises(text, from, to)) {
            return isTooLong(text) ? UnparsedReason.TOO_LONG : ZtunnelText.read(text, from, to, fields);
        }
        if (from < to && text.charAt(from) == '{') {
            if (isTooLong(text)) {
                return JsonLine.resembles(text) ? UnparsedReason.TOO_LONG : null;
            }
            if (!JsonLine.read(text, from, to, fields)) {
                fields.clear();
                return JsonLine.resembles(text) ? UnparsedReason.MALFORMED_JSON : null;
            }
        }
        return null;
    }

    private static boolean isTooLong(String text) {
        return text.length() > MAX_LINE_CHARS;
    }

    /** Application logs may tell methods and durations, too; only proxies tell of upstream clusters and flags. */
    private static Dialect dialect(Fields told) {
        String scope = told.get(Field.SCOPE);
        boolean ends = told.has(Field.SRC_ADDR) || told.has(Field.DST_ADDR);
        if (ends && (scope == null || scope.equals("access"))) {
            return Dialect.ZTUNNEL;
        }
        boolean envoy = isTold(told, Field.UPSTREAM_CLUSTER)
                || isTold(told, Field.RESPONSE_FLAGS)
                || isTold(told, Field.UPSTREAM_HOST);
        return envoy ? Dialect.ENVOY : Dialect.NONE;
    }

    private static boolean isTold(Fields told, Field field) {
        return told.has(field) || told.isToldMissing(field);
    }

    private UnparsedLine unparsed(LogRecord record, UnparsedReason reason, Emitter emitter, LogContext context) {
        String text = text(record);
        long millis = context.timeNanos() > 0 ? context.timeNanos() / NANOS_PER_MILLI : UnparsedLine.NO_TIME;
        return new UnparsedLine(
                ids.ofText(text, emitter), text, reason, millis, emitter.nodeOrUnknown(), emitter.pod());
    }

    private static String text(LogRecord record) {
        if (record.getBody().hasStringValue()) {
            String line = record.getBody().getStringValue();
            return line.substring(0, PodLog.end(line));
        }
        StringBuilder text = new StringBuilder();
        for (KeyValue value : record.getBody().getKvlistValue().getValuesList()) {
            text.append(value.getKey())
                    .append('=')
                    .append(Values.text(value.getValue()))
                    .append(' ');
        }
        for (KeyValue value : record.getAttributesList()) {
            text.append(value.getKey())
                    .append('=')
                    .append(Values.text(value.getValue()))
                    .append(' ');
        }
        return text.toString().strip();
    }

    private static LogContext context(LogRecord record) {
        long time = record.getTimeUnixNano() != 0 ? record.getTimeUnixNano() : record.getObservedTimeUnixNano();
        ByteString trace = record.getTraceId();
        ByteString span = record.getSpanId();
        return new LogContext(
                time,
                trace.size() == 16
                        ? new TraceId(
                                trace.asReadOnlyByteBuffer().getLong(0),
                                trace.asReadOnlyByteBuffer().getLong(8))
                        : NO_TRACE,
                span.size() == 8 ? span.asReadOnlyByteBuffer().getLong(0) : 0);
    }
}
