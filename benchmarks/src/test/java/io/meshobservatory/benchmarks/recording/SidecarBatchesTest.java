/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Batches of sidecars")
class SidecarBatchesTest {
    private static final long SECOND = 1_000_000_000L;

    private final SidecarBatches batches = new SidecarBatches();

    @Test
    @DisplayName("hold fifty spans of one sidecar")
    void fifty() throws IOException {
        for (int i = 0; i < 51; i++) {
            add("cart", i);
            if (i % 10 == 0) {
                add("orders", i);
            }
        }

        assertThat(requests()).containsExactly("cart 50", "orders 6 cart 1");
    }

    @Test
    @DisplayName("leave a second after their first span")
    void second() throws IOException {
        add("cart", 0);
        add("orders", SECOND / 2);
        add("cart", SECOND);
        add("cart", 2 * SECOND);

        assertThat(requests()).containsExactly("cart 2 orders 1 cart 1");
    }

    private void add(String service, long endNanos) {
        batches.add(
                ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(KeyValue.newBuilder()
                                        .setKey("service.name")
                                        .setValue(AnyValue.newBuilder().setStringValue(service))))
                        .build(),
                InstrumentationScope.getDefaultInstance(),
                Span.newBuilder().setEndTimeUnixNano(endNanos).build());
    }

    /** Of each request who sent how many spans. */
    private List<String> requests() throws IOException {
        List<String> told = new ArrayList<>();
        for (byte[] request : batches.requests()) {
            List<String> senders = new ArrayList<>();
            for (ResourceSpans sender :
                    ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
                senders.add(sender.getResource().getAttributes(0).getValue().getStringValue() + " "
                        + sender.getScopeSpans(0).getSpansCount());
            }
            told.add(String.join(" ", senders));
        }
        return told;
    }
}
