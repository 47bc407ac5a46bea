/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.bridge.validate.RecordSlicer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SpanBatchesTest {
    private static final RecordSlicer SLICER = new RecordSlicer(1_000_000, 1_000);

    @Test
    @DisplayName("each span is sent once, in order, under its own resource and scope, in requests of the asked size")
    void nothingIsLostOrMoved() throws Exception {
        List<byte[]> recorded = List.of(
                request(resource("a", 0, 5), resource("b", 5, 9)),
                request(resource("a", 9, 10)),
                request(resource("c", 10, 23)));
        List<SpanBatch> batches = batches(recorded, 4, SLICER);
        assertThat(batches).extracting(SpanBatch::spans).containsExactly(4, 4, 4, 4, 4, 3);
        List<String> expected = new ArrayList<>();
        for (byte[] request : recorded) {
            expected.addAll(spans(request));
        }
        List<String> sent = new ArrayList<>();
        for (SpanBatch batch : batches) {
            List<String> spans = spans(batch.message());
            assertThat(spans).hasSize(batch.spans());
            sent.addAll(spans);
        }
        assertThat(sent).isEqualTo(expected).hasSize(23);
    }

    @Test
    @DisplayName("a recording of small requests becomes one request, a request of no spans none")
    void smallRequestsAreJoined() throws Exception {
        List<SpanBatch> batches = batches(
                List.of(request(resource("a", 0, 1)), request(resource("b", 1, 1)), request(resource("c", 1, 3))),
                500,
                SLICER);
        assertThat(batches).singleElement().satisfies(batch -> {
            assertThat(batch.spans()).isEqualTo(3);
            assertThat(batch.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isSameAs(batch.message()));
        });
    }

    @Test
    @DisplayName("the records are those that the bridge cuts")
    void recordsAreCutAsInTheBridge() throws Exception {
        byte[] request = request(resource("a", 0, 5), resource("b", 5, 10));
        List<SpanBatch> batches = batches(List.of(request), 10, new RecordSlicer(request.length - 1, 10));
        assertThat(batches)
                .singleElement()
                .satisfies(batch -> assertThat(batch.records())
                        .hasSize(2)
                        .allSatisfy(record -> assertThat(record.length()).isLessThan(request.length)));
    }

    private static List<SpanBatch> batches(List<byte[]> requests, int size, RecordSlicer slicer) throws IOException {
        return SpanBatches.of(Recording.of(requests, "test"), size, slicer);
    }

    /** The spans of a request, each with its resource and scope. */
    private static List<String> spans(byte[] request) throws IOException {
        List<String> spans = new ArrayList<>();
        for (ResourceSpans resource :
                ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                scope.getSpansList()
                        .forEach(span -> spans.add(
                                resource.getSchemaUrl() + '/' + scope.getScope().getName() + '/' + span));
            }
        }
        return spans;
    }

    private static byte[] request(ResourceSpans... resources) {
        return ExportTraceServiceRequest.newBuilder()
                .addAllResourceSpans(List.of(resources))
                .build()
                .toByteArray();
    }

    private static ResourceSpans resource(String name, int from, int to) {
        ScopeSpans.Builder first = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("first"));
        ScopeSpans.Builder second = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("second"));
        int middle = (from + to) / 2;
        IntStream.range(from, middle).forEach(number -> first.addSpans(span(number)));
        IntStream.range(middle, to).forEach(number -> second.addSpans(span(number)));
        return ResourceSpans.newBuilder()
                .setSchemaUrl(name)
                .addScopeSpans(first)
                .addScopeSpans(second)
                .build();
    }

    private static Span span(int number) {
        ByteBuffer id = ByteBuffer.allocate(16).putLong(1).putLong(number + 1);
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(id.array()))
                .setSpanId(ByteString.copyFrom(id.array(), 8, 8))
                .setName("span " + number)
                .setEndTimeUnixNano(number)
                .build();
    }
}
