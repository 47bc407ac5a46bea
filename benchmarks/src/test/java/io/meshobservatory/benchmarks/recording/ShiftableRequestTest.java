/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A request that is sent again")
class ShiftableRequestTest {
    @Test
    @DisplayName("has other trace ids and later times, and is the same in all else")
    void shifts() throws IOException {
        ShiftableRequest request = TinyRecording.read().requests().get(1);
        ExportTraceServiceRequest before = ExportTraceServiceRequest.parseFrom(request.bytes());
        ExportTraceServiceRequest after = ExportTraceServiceRequest.parseFrom(request.shift(0x0102, 5_000));

        Span span = span(after);
        assertThat(span.getTraceId()).isNotEqualTo(span(before).getTraceId());
        assertThat(span.getTraceId().toByteArray()).endsWith(1, 2 ^ 1);
        assertThat(span.getEndTimeUnixNano()).isEqualTo(span(before).getEndTimeUnixNano() + 5_000);
        assertThat(span.getStartTimeUnixNano()).isEqualTo(span(before).getStartTimeUnixNano() + 5_000);
        assertThat(span.toBuilder()
                        .clearTraceId()
                        .clearStartTimeUnixNano()
                        .clearEndTimeUnixNano()
                        .clearLinks()
                        .build())
                .isEqualTo(span(before).toBuilder()
                        .clearTraceId()
                        .clearStartTimeUnixNano()
                        .clearEndTimeUnixNano()
                        .clearLinks()
                        .build());
    }

    @Test
    @DisplayName("is shifted from the original, not from the last time")
    void isNotAddedUp() throws IOException {
        ShiftableRequest request = TinyRecording.read().requests().get(0);
        byte[] original = request.bytes().clone();
        request.shift(7, 8);
        request.shift(9, 10);

        assertThat(request.shift(0, 0)).isEqualTo(original);
    }

    @Test
    @DisplayName("keeps its spans and its links in one trace with theirs")
    void shiftsLinksToo() throws IOException {
        ShiftableRequest request = TinyRecording.read().requests().get(0);
        ExportTraceServiceRequest after = ExportTraceServiceRequest.parseFrom(request.shift(1, 0));

        assertThat(span(after).getLinks(0).getTraceId().toByteArray()).endsWith(0, 9 ^ 1);
    }

    @Test
    @DisplayName("must be a request of spans")
    void damaged() {
        assertThatThrownBy(() -> Recording.of(List.of(new byte[] {10, 127, 1}), "damaged"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Recording.of(List.of(new byte[0]), "empty"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty: holds no spans");
    }

    private static Span span(ExportTraceServiceRequest request) {
        return request.getResourceSpans(0).getScopeSpans(0).getSpans(0);
    }
}
