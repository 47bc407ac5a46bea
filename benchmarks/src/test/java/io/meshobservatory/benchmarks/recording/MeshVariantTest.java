/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A variant of a recorded mesh")
class MeshVariantTest {
    @Test
    @DisplayName("has as many spans, of services of several copies")
    void copies() throws IOException {
        Recording variant = new MeshVariant(3, 0).of(TinyRecording.read());

        assertThat(variant.spans()).isEqualTo(2 * TinyRecording.CALLS);
        assertThat(serviceNames(variant))
                .containsExactly("callee", "callee-1", "callee-2", "caller", "caller-1", "caller-2");
    }

    @Test
    @DisplayName("lets event time pass so that a second holds as many spans as wanted")
    void eventRate() throws IOException {
        Recording variant = new MeshVariant(1, 400).of(TinyRecording.read());

        assertThat(variant.spans() * 1_000.0 / variant.periodMillis()).isCloseTo(400, within(8.0));
    }

    @Test
    @DisplayName("is the recording itself if nothing is to change")
    void same() throws IOException {
        Recording recorded = TinyRecording.read();

        assertThat(MeshVariant.AS_RECORDED.of(recorded)).isSameAs(recorded);
    }

    private static Set<String> serviceNames(Recording recording) throws IOException {
        Set<String> names = new TreeSet<>();
        for (ShiftableRequest request : recording.requests()) {
            for (ResourceSpans resource :
                    ExportTraceServiceRequest.parseFrom(request.bytes()).getResourceSpansList()) {
                names.add(resource.getResource().getAttributes(0).getValue().getStringValue());
            }
        }
        return names;
    }
}
