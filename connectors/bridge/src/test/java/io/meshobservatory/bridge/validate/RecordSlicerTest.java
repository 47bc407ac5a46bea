/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.bridge.TestRequests;
import io.meshobservatory.bridge.kafka.OutgoingRecord;
import io.meshobservatory.bridge.validate.RecordSlicer.TooManyRecordsException;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cut at resources, never re-encoded: the records put together are the request, and each is a request. */
class RecordSlicerTest {
    private static final String[] SERVICES =
            IntStream.range(0, 40).mapToObj(i -> "service-" + i).toArray(String[]::new);

    @Test
    void aRequestThatFitsIsOneRecordWithTheVeryBytes() throws Exception {
        byte[] request = TestRequests.traces(3, "a", "b").toByteArray();
        List<OutgoingRecord> records = new RecordSlicer(request.length, 10).slice(OtlpSignal.SPANS, request);
        assertThat(records).hasSize(1);
        assertThat(records.get(0).value()).isSameAs(request);
        assertThat(records.get(0).key()).isNull();
    }

    @Test
    void aLargeRequestIsCutAtItsResources() throws Exception {
        ExportTraceServiceRequest traces = TestRequests.traces(3, SERVICES);
        byte[] request = traces.toByteArray();
        int target = request.length / 10;
        List<OutgoingRecord> records = new RecordSlicer(target, 100).slice(OtlpSignal.SPANS, request);
        assertThat(joined(records)).isEqualTo(request);
        assertThat(records).hasSizeBetween(10, 14).allSatisfy(record -> {
            assertThat(record.length()).isLessThanOrEqualTo(target);
            assertThat(ExportTraceServiceRequest.parseFrom(record.value()).getResourceSpansCount())
                    .isPositive();
        });
    }

    @Test
    void aResourceThatIsTooLargeAloneStaysWhole() throws Exception {
        byte[] small = TestRequests.traces(1, "small").toByteArray();
        byte[] large = TestRequests.traces(50, "large").toByteArray();
        byte[] request = concat(concat(small, large), small);
        List<OutgoingRecord> records = new RecordSlicer(small.length + 10, 100).slice(OtlpSignal.SPANS, request);
        assertThat(records)
                .extracting(OutgoingRecord::length)
                .containsExactly(small.length, large.length, small.length);
        assertThat(joined(records)).isEqualTo(request);
    }

    @Test
    void metricsBecomeOneRecordForEachResourceKeyedByIt() throws Exception {
        byte[] request = TestRequests.metrics("a", "b", "a").toByteArray();
        List<OutgoingRecord> records = new RecordSlicer(1_000_000, 100).slice(OtlpSignal.METRICS, request);
        assertThat(joined(records)).isEqualTo(request);
        assertThat(records).hasSize(3);
        assertThat(ExportMetricsServiceRequest.parseFrom(records.get(1).value()))
                .isEqualTo(TestRequests.metrics("b"));
        assertThat(records.get(0).key()).hasSize(16).isEqualTo(records.get(2).key());
        assertThat(records.get(0).key()).isNotEqualTo(records.get(1).key());
    }

    /** A newer OTLP may put more into the request; it is carried along. */
    @Test
    void fieldsOfTheFutureStayWithTheRecordBeforeThem() throws Exception {
        byte[] future = {9 << 3 | 2, 3, 'n', 'e', 'w'};
        byte[] one = TestRequests.metrics("a").toByteArray();
        byte[] request = concat(concat(concat(future, one), future), one);
        List<OutgoingRecord> records = new RecordSlicer(1_000_000, 100).slice(OtlpSignal.METRICS, request);
        assertThat(records).hasSize(2);
        assertThat(joined(records)).isEqualTo(request);
    }

    @Test
    void aRequestCannotFloodKafkaWithRecords() {
        byte[] request = TestRequests.metrics(SERVICES).toByteArray();
        assertThatThrownBy(() -> new RecordSlicer(1_000_000, 39).slice(OtlpSignal.METRICS, request))
                .isInstanceOf(TooManyRecordsException.class)
                .hasMessage("more than 39 records would be made of one request (expected: fewer resources)");
    }

    private static byte[] joined(List<OutgoingRecord> records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        records.forEach(record -> all.writeBytes(record.value()));
        return all.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
