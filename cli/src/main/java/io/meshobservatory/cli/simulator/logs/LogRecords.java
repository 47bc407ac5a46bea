/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.logs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.meshobservatory.cli.simulator.proxy.Attribute;
import io.meshobservatory.cli.simulator.proxy.Emitter;
import io.meshobservatory.cli.simulator.proxy.Peer;
import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.ByteBuffer;
import java.util.List;

/** OTLP logs of what proxies report: one record for a request, one message for a proxy. Stateless. */
public final class LogRecords {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MISSING = "-";

    private LogRecords() {}

    /**
     * The message of one proxy.
     *
     * @param reports of one proxy, at least one
     * @param form how a request is told; ztunnel always writes text
     */
    public static ExportLogsServiceRequest message(List<ProxyReport> reports, LogForm form) {
        ScopeLogs.Builder scope = ScopeLogs.newBuilder();
        for (ProxyReport report : reports) {
            scope.addLogRecords(record(report, form));
        }
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(resource(reports.get(0).emitter()))
                        .addScopeLogs(scope))
                .build();
    }

    private static LogRecord record(ProxyReport report, LogForm form) {
        boolean ztunnel = AccessLine.isZtunnel(report);
        LogRecord.Builder record =
                LogRecord.newBuilder().setTimeUnixNano(ztunnel ? report.endNanos() : report.startNanos());
        if (ztunnel) {
            return record.setBody(text(AccessLine.ztunnel(report))).build();
        }
        switch (form) {
            case TEXT -> record.setBody(text(AccessLine.text(report)));
            case JSON -> record.setBody(text(json(report)));
            case LABELS ->
                AccessFields.of(report)
                        .forEach((key, value) -> record.addAttributes(Attribute.of(key, value.toString())));
        }
        if (form != LogForm.JSON && !report.traceId().isEmpty() && report.spanId() != 0) {
            record.setTraceId(report.traceId())
                    .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES)
                            .putLong(report.spanId())
                            .flip()));
        }
        return record.build();
    }

    private static String json(ProxyReport report) {
        ObjectNode line = MAPPER.createObjectNode();
        AccessFields.of(report).forEach((key, value) -> {
            if (value instanceof Long number) {
                line.put(key, number);
            } else {
                line.put(key, value.equals(MISSING) ? null : value.toString());
            }
        });
        return line.toString();
    }

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    /** Istio's logger sends no resource; these are the attributes that a Collector adds by the pod's address. */
    private static Resource resource(Emitter emitter) {
        Peer self = emitter.self();
        Resource.Builder resource = Resource.newBuilder()
                .addAttributes(Attribute.of("k8s.cluster.name", self.cluster()))
                .addAttributes(Attribute.of("k8s.namespace.name", self.namespace()))
                .addAttributes(Attribute.of("k8s.pod.name", self.pod()))
                .addAttributes(Attribute.of("k8s.pod.ip", self.address()))
                .addAttributes(Attribute.of("k8s.node.name", emitter.node()));
        if (emitter.kind() == Emitter.Kind.ZTUNNEL) {
            return resource.addAttributes(Attribute.of("k8s.daemonset.name", self.workload()))
                    .build();
        }
        return resource.addAttributes(Attribute.of("k8s.deployment.name", self.workload()))
                .addAttributes(Attribute.of("k8s.pod.labels.app", self.service()))
                .addAttributes(Attribute.of("k8s.pod.labels.version", self.revision()))
                .build();
    }
}
