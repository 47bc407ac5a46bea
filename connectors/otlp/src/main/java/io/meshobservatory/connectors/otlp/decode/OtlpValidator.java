/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import com.google.protobuf.Descriptors.Descriptor;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

/**
 * Checks that bytes are an {@code Export*ServiceRequest}, without building it: accepts and refuses what protobuf-java
 * does. Immutable and thread-safe.
 */
public final class OtlpValidator {
    private final MessageShape shape;

    private OtlpValidator(MessageShape shape) {
        this.shape = shape;
    }

    /** The validator for the requests of a signal; keep it, as making it costs more than using it. */
    public static OtlpValidator of(OtlpSignal signal) {
        return new OtlpValidator(MessageShape.of(descriptor(signal)));
    }

    /** @throws OtlpDecodeException if protobuf-java would refuse the bytes; the message says what was found and where */
    public void validate(byte[] request) throws OtlpDecodeException {
        ProtoReader reader = new ProtoReader();
        reader.reset(request);
        shape.check(reader, request.length, 0);
    }

    private static Descriptor descriptor(OtlpSignal signal) {
        return switch (signal) {
            case SPANS -> ExportTraceServiceRequest.getDescriptor();
            case METRICS -> ExportMetricsServiceRequest.getDescriptor();
            case LOGS -> ExportLogsServiceRequest.getDescriptor();
        };
    }
}
