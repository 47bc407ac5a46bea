/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.benchmarks.recording.ShiftableRequest;
import io.meshobservatory.bridge.validate.RecordSlicer;
import io.meshobservatory.bridge.validate.RecordSlicer.TooManyRecordsException;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the spans of a recording into requests of another size, in the order of the recording, as the Collector's batch
 * processor does: resources stay apart, and one that does not fit goes on in the next request.
 */
final class SpanBatches {
    private final int size;
    private final RecordSlicer slicer;
    private final List<SpanBatch> batches = new ArrayList<>();
    private ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    private int spans;

    private SpanBatches(int size, RecordSlicer slicer) {
        this.size = size;
        this.slicer = slicer;
    }

    /**
     * The spans of a recording in requests of {@code size} spans; the last request may have fewer.
     *
     * @param slicer how the bridge cuts requests into records
     */
    static List<SpanBatch> of(Recording recording, int size, RecordSlicer slicer) throws IOException {
        SpanBatches all = new SpanBatches(size, slicer);
        for (ShiftableRequest recorded : recording.requests()) {
            for (ResourceSpans resource :
                    ExportTraceServiceRequest.parseFrom(recorded.bytes()).getResourceSpansList()) {
                all.add(resource);
            }
        }
        all.finishRequest();
        return List.copyOf(all.batches);
    }

    private void add(ResourceSpans resource) throws IOException {
        ResourceSpans.Builder part = resource.toBuilder().clearScopeSpans();
        for (ScopeSpans scope : resource.getScopeSpansList()) {
            List<Span> all = scope.getSpansList();
            for (int from = 0; from < all.size(); ) {
                int to = Math.min(all.size(), from + size - spans);
                part.addScopeSpans(scope.toBuilder().clearSpans().addAllSpans(all.subList(from, to)));
                spans += to - from;
                from = to;
                if (spans == size) {
                    request.addResourceSpans(part);
                    part.clearScopeSpans();
                    finishRequest();
                }
            }
        }
        if (part.getScopeSpansCount() > 0) {
            request.addResourceSpans(part);
        }
    }

    private void finishRequest() throws IOException {
        if (spans == 0) {
            return;
        }
        byte[] message = request.build().toByteArray();
        try {
            batches.add(new SpanBatch(message, spans, slicer.slice(OtlpSignal.SPANS, message)));
        } catch (TooManyRecordsException tooLarge) {
            throw new IOException("a request of " + spans + " spans: " + tooLarge.getMessage(), tooLarge);
        }
        request = ExportTraceServiceRequest.newBuilder();
        spans = 0;
    }
}
