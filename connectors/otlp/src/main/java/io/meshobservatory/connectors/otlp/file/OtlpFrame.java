/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One recorded request. Immutable by convention: the array is not copied and must not be written to.
 *
 * @param signal which of OTLP's signals it carries
 * @param value the protobuf bytes of an {@code ExportTraceServiceRequest}, {@code ExportMetricsServiceRequest} or
 *     {@code ExportLogsServiceRequest}
 */
public record OtlpFrame(OtlpSignal signal, byte[] value) {
    public OtlpFrame {
        requireNonNull(signal, "signal");
        requireNonNull(value, "value");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OtlpFrame that && signal == that.signal && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * signal.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "OtlpFrame[signal=" + signal + ", value=" + value.length + " bytes]";
    }
}
