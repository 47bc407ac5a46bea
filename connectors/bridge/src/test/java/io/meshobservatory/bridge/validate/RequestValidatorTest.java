/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.meshobservatory.bridge.TestRequests;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The validator accepts what the generated classes parse, refuses what they refuse, and counts as they would. */
class RequestValidatorTest {
    @Test
    void countsSpansDataPointsAndLogRecords() throws Exception {
        assertThat(validate(OtlpSignal.SPANS, TestRequests.traces(3, "a", "b").toByteArray())
                        .items())
                .isEqualTo(6);
        assertThat(validate(OtlpSignal.METRICS, TestRequests.metrics("a", "b").toByteArray())
                        .items())
                .isEqualTo(6);
        assertThat(validate(OtlpSignal.LOGS, TestRequests.logs(5).toByteArray()).items())
                .isEqualTo(5);
        assertThat(validate(OtlpSignal.SPANS, new byte[0])).isEqualTo(validate(OtlpSignal.LOGS, new byte[0]));
    }

    @Test
    void spansWhoseIdsCannotBeUsedAreCountedByReason() throws Exception {
        Span.Builder good = TestRequests.span(1);
        ExportTraceServiceRequest request = spans(
                good,
                TestRequests.span(2).setTraceId(ByteString.copyFrom(new byte[16])),
                TestRequests.span(3).setTraceId(ByteString.copyFrom(new byte[] {1, 2, 3})),
                TestRequests.span(4).clearSpanId(),
                TestRequests.span(5).setSpanId(ByteString.copyFrom(new byte[8])),
                TestRequests.span(6).clearTraceId().clearSpanId());
        ValidRequest valid = validate(OtlpSignal.SPANS, request.toByteArray());
        assertThat(valid.items()).isEqualTo(6);
        assertThat(valid.rejectedItems()).isEqualTo(5);
        assertThat(valid.rejected())
                .containsEntry(RejectReason.TRACE_ID_ZERO, 1)
                .containsEntry(RejectReason.TRACE_ID_LENGTH, 2)
                .containsEntry(RejectReason.SPAN_ID_LENGTH, 1)
                .containsEntry(RejectReason.SPAN_ID_ZERO, 1);
        assertThat(valid.rejectionMessage())
                .isEqualTo("5 of 6 spans rejected: span 1 (\"span 2\"): trace id is all zeros; "
                        + "span 2 (\"span 3\"): trace id has not 16 bytes but 3; "
                        + "span 3 (\"span 4\"): span id has not 8 bytes but 0; and 2 more");
    }

    /** Protobuf lets the last occurrence of a field win; so must the check of its value. */
    @Test
    void theLastOccurrenceOfAnIdCounts() throws Exception {
        byte[] span = TestRequests.span(1).build().toByteArray();
        byte[] zeroTraceId = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[16]))
                .build()
                .toByteArray();
        assertThat(validate(OtlpSignal.SPANS, inRequest(concat(zeroTraceId, span)))
                        .rejectedItems())
                .isZero();
        assertThat(validate(OtlpSignal.SPANS, inRequest(concat(span, zeroTraceId)))
                        .rejectedItems())
                .isOne();
    }

    @Test
    void theMessageSaysWhereTheBytesGoWrong() {
        byte[] truncated = Arrays.copyOf(TestRequests.traces(1, "a").toByteArray(), 40);
        assertThatThrownBy(() -> validate(OtlpSignal.SPANS, truncated))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("not a protobuf message of this signal: at byte ")
                .hasMessageContaining("of 40");
    }

    /** Empty submessages are the cheapest way to make a parser take memory; here they take none. */
    @Test
    void megabytesOfEmptySubmessagesAreNothing() throws Exception {
        byte[] empties = new byte[8 * 1024 * 1024];
        for (int i = 0; i < empties.length; i += 2) {
            empties[i] = 0x0a;
        }
        assertThat(validate(OtlpSignal.SPANS, empties).items()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 47, 48, 49, 50, 60, 5_000})
    void nestingStopsWhereTheGeneratedClassesStop(int levels) throws Exception {
        byte[] value = AnyValue.newBuilder().setBoolValue(true).build().toByteArray();
        for (int i = 0; i < levels; i++) {
            value = field(5, field(1, value)); // AnyValue.array_value, ArrayValue.values
        }
        byte[] request = field(1, field(1, field(1, concat(field(1, new byte[] {'k'}), field(2, value)))));
        assertSameVerdict(OtlpSignal.SPANS, request);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 96, 97, 98, 99, 100, 101, 102, 300})
    void groupsOfUnknownFieldsStopWhereTheGeneratedClassesStop(int levels) throws Exception {
        byte[] request = new byte[2 * levels];
        Arrays.fill(request, 0, levels, (byte) (9 << 3 | 3));
        Arrays.fill(request, levels, 2 * levels, (byte) (9 << 3 | 4));
        assertSameVerdict(OtlpSignal.LOGS, request);
    }

    /** 30,000 mutations of each signal: flipped bits, cut ends, doubled pieces, tags of other wire types. */
    @ParameterizedTest
    @EnumSource(OtlpSignal.class)
    void mutatedRequestsGetTheVerdictOfTheGeneratedClasses(OtlpSignal signal) throws Exception {
        byte[] original = switch (signal) {
            case SPANS -> TestRequests.traces(2, "a", "b").toByteArray();
            case METRICS -> TestRequests.metrics("a", "b").toByteArray();
            case LOGS -> TestRequests.logs(3).toByteArray();
        };
        Random random = new Random(20261121 + signal.ordinal());
        int accepted = 0;
        int mutations = 30_000;
        for (int i = 0; i < mutations; i++) {
            if (assertSameVerdict(signal, mutate(original, random))) {
                accepted++;
            }
        }
        assertThat(accepted).as("both verdicts occur").isBetween(mutations / 100, mutations - mutations / 100);
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) (bytes[at] & ~7 | random.nextInt(8));
                case 3 -> bytes = concat(bytes, Arrays.copyOfRange(bytes, at, bytes.length));
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
            }
        }
        return bytes;
    }

    private static boolean assertSameVerdict(OtlpSignal signal, byte[] request) {
        int parsedItems = itemsOrMinusOne(signal, request);
        int validatedItems;
        try {
            validatedItems = validate(signal, request).items();
        } catch (InvalidRequestException refused) {
            validatedItems = -1;
        }
        assertThat(validatedItems)
                .as(() -> "verdict on " + ByteString.copyFrom(request))
                .isEqualTo(parsedItems);
        return parsedItems >= 0;
    }

    private static int itemsOrMinusOne(OtlpSignal signal, byte[] request) {
        try {
            return switch (signal) {
                case SPANS ->
                    parse(ExportTraceServiceRequest.parser(), request).getResourceSpansList().stream()
                            .flatMap(resource -> resource.getScopeSpansList().stream())
                            .mapToInt(ScopeSpans::getSpansCount)
                            .sum();
                case METRICS ->
                    parse(ExportMetricsServiceRequest.parser(), request).getResourceMetricsList().stream()
                            .flatMap(resource -> resource.getScopeMetricsList().stream())
                            .flatMap(scope -> scope.getMetricsList().stream())
                            .mapToInt(metric -> metric.getGauge().getDataPointsCount()
                                    + metric.getSum().getDataPointsCount()
                                    + metric.getHistogram().getDataPointsCount()
                                    + metric.getExponentialHistogram().getDataPointsCount()
                                    + metric.getSummary().getDataPointsCount())
                            .sum();
                case LOGS ->
                    parse(ExportLogsServiceRequest.parser(), request).getResourceLogsList().stream()
                            .flatMap(resource -> resource.getScopeLogsList().stream())
                            .mapToInt(scope -> scope.getLogRecordsCount())
                            .sum();
            };
        } catch (InvalidProtocolBufferException refused) {
            return -1;
        }
    }

    private static <T> T parse(Parser<T> parser, byte[] bytes) throws InvalidProtocolBufferException {
        return parser.parseFrom(bytes);
    }

    private static ValidRequest validate(OtlpSignal signal, byte[] request) throws InvalidRequestException {
        return RequestValidator.validate(signal, request);
    }

    private static ExportTraceServiceRequest spans(Span.Builder... spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        Arrays.stream(spans).forEach(scope::addSpans);
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(KeyValue.newBuilder()
                                        .setKey("k")
                                        .setValue(AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder()))))
                        .addScopeSpans(scope))
                .build();
    }

    private static byte[] inRequest(byte[] span) throws IOException {
        return field(1, field(2, field(2, span)));
    }

    private static byte[] field(int number, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(number, content);
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
