/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import com.google.protobuf.InvalidProtocolBufferException;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;

/**
 * Says whether bytes are an {@code Export*ServiceRequest}, without building the message: it accepts exactly what the
 * generated classes parse (wire format, UTF-8 of strings, at most 100 nested messages), in memory that does not grow
 * with the request. A few megabytes of empty submessages would cost a parser hundreds of megabytes. Stateless and
 * thread-safe.
 */
public final class RequestValidator {
    private static final MessageRules SPANS = MessageRules.of(ExportTraceServiceRequest.getDescriptor());
    private static final MessageRules METRICS = MessageRules.of(ExportMetricsServiceRequest.getDescriptor());
    private static final MessageRules LOGS = MessageRules.of(ExportLogsServiceRequest.getDescriptor());

    private RequestValidator() {}

    /**
     * Reads all of {@code request}.
     *
     * @throws InvalidRequestException if it is no such message; the exception's message says what and where
     */
    public static ValidRequest validate(OtlpSignal signal, byte[] request) throws InvalidRequestException {
        MessageRules rules = rules(signal);
        QuickWalk quick = new QuickWalk(request);
        if (quick.isInOrder(rules)) {
            return ValidRequest.inOrder(quick.items());
        }
        CarefulWalk walk = new CarefulWalk(request);
        try {
            walk.message(rules, 0);
            walk.requireEnd();
        } catch (InvalidProtocolBufferException malformed) {
            throw walk.invalid(malformed);
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory", impossible);
        }
        return walk.result(signal);
    }

    private static MessageRules rules(OtlpSignal signal) {
        return switch (signal) {
            case SPANS -> SPANS;
            case METRICS -> METRICS;
            case LOGS -> LOGS;
        };
    }
}
