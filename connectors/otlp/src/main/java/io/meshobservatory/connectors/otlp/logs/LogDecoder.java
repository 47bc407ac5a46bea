/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes an OTLP {@code ExportLogsServiceRequest} into the calls that its access-log lines tell: Istio's default text and
 * JSON formats, structured bodies, custom labels, and ztunnel's lines, as proxies send them or as a Collector read them
 * from files.
 *
 * <p>Reuses its buffers; keep one decoder per thread. Not thread-safe.
 */
public final class LogDecoder {
    private final RecordReader reader = new RecordReader();
    private final Map<String, String> resource = new HashMap<>();
    private final Map<LineId, Integer> seen = new HashMap<>();

    /**
     * The lines of a request.
     *
     * @throws LogDecodeException if the bytes are no such request; no line of it is then returned
     */
    public DecodedLogs decode(byte[] exportLogsServiceRequest) throws LogDecodeException {
        ExportLogsServiceRequest request;
        try {
            request = ExportLogsServiceRequest.parseFrom(exportLogsServiceRequest);
        } catch (InvalidProtocolBufferException undecodable) {
            throw new LogDecodeException(undecodable);
        }
        seen.clear();
        List<LogLine> lines = new ArrayList<>();
        Map<PassedOver, Integer> passedOver = new EnumMap<>(PassedOver.class);
        for (ResourceLogs ofResource : request.getResourceLogsList()) {
            readResource(ofResource.getResource().getAttributesList());
            for (ScopeLogs ofScope : ofResource.getScopeLogsList()) {
                for (LogRecord record : ofScope.getLogRecordsList()) {
                    RecordReader.Result result = reader.read(record, resource);
                    if (result.line() != null) {
                        lines.add(counted(result.line()));
                    } else {
                        passedOver.merge(result.passedOver(), 1, Integer::sum);
                    }
                }
            }
        }
        return new DecodedLogs(lines, passedOver);
    }

    private void readResource(List<KeyValue> attributes) {
        resource.clear();
        for (KeyValue attribute : attributes) {
            if (Emitters.isKey(attribute.getKey())) {
                resource.put(attribute.getKey(), Values.text(attribute.getValue()));
            }
        }
        reader.newResource();
    }

    private LogLine counted(LogLine line) {
        int copy = seen.merge(line.id(), 1, Integer::sum) - 1;
        if (copy == 0) {
            return line;
        }
        LineId id = line.id().copy(copy);
        return line instanceof AccessEntry entry ? entry.withId(id) : ((UnparsedLine) line).withId(id);
    }
}
