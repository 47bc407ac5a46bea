/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import io.meshobservatory.connectors.otlp.logs.AccessEntry;
import io.meshobservatory.connectors.otlp.logs.LineId;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.connectors.otlp.logs.UnparsedReason;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.jobs.source.OtlpRecord;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.time.Instant;
import java.util.List;

/** Makes log lines, as decoded or as they come. */
final class Lines {
    static final Node CART = new Node("east", "shop", "cart", NodeKind.SERVICE);
    static final Node PAY = new Node("east", "shop", "pay", NodeKind.SERVICE);

    private Lines() {}

    static AccessEntry entry(long id, long endMillis) {
        Exchange exchange = new Exchange(
                Outcome.REJECTED_HTTP_4XX,
                "RL",
                3,
                Exchange.UNKNOWN_BYTES,
                "GET /a",
                "rate_limit",
                ConnectionSecurity.MUTUAL_TLS,
                "spiffe://a",
                "spiffe://b");
        Call call = new Call(
                new TraceId(1, id),
                2,
                0,
                Call.Evidence.CALLER_ONLY,
                new Edge(CART, "v1", PAY, "unknown", "http"),
                SampleWeight.ONE,
                endMillis * 1_000_000,
                5_000_000,
                Call.UNKNOWN_NANOS,
                false,
                exchange);
        return new AccessEntry(
                new LineId(7, id),
                call,
                Vantage.LOGS_SOURCE,
                List.of(new Fact(CART, PAY, FactKind.TLS_HANDSHAKE_FAILURES, "cause", endMillis, 1)),
                List.of(new Alias(Alias.ofAddress("east", "10.0.0.1"), new Workload(CART, "v1"), endMillis)));
    }

    static UnparsedLine unparsed(long id, long timeMillis) {
        return new UnparsedLine(
                new LineId(8, id), "[broken \u00fc", UnparsedReason.UNKNOWN_FORMAT, timeMillis, CART, "cart-0");
    }

    /** A line of the caller's sidecar at 10.0.0.&lt;caller&gt;, for a call that takes ten milliseconds. */
    static String text(long startMillis, int caller, String requestId) {
        return "[" + Instant.ofEpochMilli(startMillis)
                + "] \"GET /a HTTP/1.1\" 200 - via_upstream - \"-\" 1 2 10 9 \"-\""
                + " \"agent\" \"" + requestId + "\" \"pay\" \"10.0.1.1:80\" outbound|80||pay.shop.svc.cluster.local"
                + " 10.0.0." + caller + ":4000 10.96.0.1:80 10.0.0." + caller + ":5000 - default\n";
    }

    /** A record of the topic of logs with these lines. */
    static OtlpRecord otlp(int offset, long writtenMillis, List<String> lines) {
        ScopeLogs.Builder logs = ScopeLogs.newBuilder();
        for (String line : lines) {
            logs.addLogRecords(LogRecord.newBuilder()
                    .setBody(AnyValue.newBuilder().setStringValue(line).build()));
        }
        byte[] request = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().addScopeLogs(logs))
                .build()
                .toByteArray();
        return new OtlpRecord("otlp_logs", 0, offset, writtenMillis, request);
    }
}
