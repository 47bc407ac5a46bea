/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import java.io.IOException;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Writes the spans of a trace into state: without the requests that they came in, and with those texts only that they refer to.
 * {@link PackedSpans#readFrom} reads them. One for all that is written of the texts of one {@link DecodedTexts}. Not
 * thread-safe.
 */
final class TraceWriter {
    private final BatchWriter out = new BatchWriter();
    private final SpanCopier copier = new SpanCopier();

    void write(OpenTrace trace, DataOutputSerializer target) throws IOException {
        for (int i = 0; i < trace.sliceCount(); i++) {
            PackedSpans spans = trace.spans(i);
            copier.copy(spans.bytes(), trace.from(i), trace.to(i), spans.texts(), out);
        }
        out.writeTo(target);
        out.clear();
    }
}
