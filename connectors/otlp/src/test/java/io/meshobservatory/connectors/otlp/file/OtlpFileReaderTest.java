/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpFileReaderTest {
    private static final String LINE = """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c",\
            "spanId":"eee19b7ec3c1b174","name":"I'm a server span","kind":2}]}]}]}
            """;

    @Test
    void anEmptyFileHasNoFrames() throws IOException {
        assertThat(read(new byte[0])).isEmpty();
        assertThat(read(gzip(new byte[0]))).isEmpty();
        assertThat(read(" \n\n".getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(OtlpSignal.class)
    void tellsTheSignalOfFramedMessagesByTrying(OtlpSignal signal) throws IOException {
        byte[] message = sample(signal).toByteArray();
        assertThat(read(framed(message, message)))
                .containsExactly(new OtlpFrame(signal, message), new OtlpFrame(signal, message));
    }

    @ParameterizedTest
    @EnumSource(OtlpSignal.class)
    void readsOneMessageWithoutItsLength(OtlpSignal signal) throws IOException {
        byte[] message = sample(signal).toByteArray();
        assertThat(read(message)).containsExactly(new OtlpFrame(signal, message));
    }

    /** Name and description may have the very lengths of a trace id and a span id. */
    @Test
    void takesNoMetricForASpan() throws IOException {
        Metric gauge = Metric.newBuilder()
                .setName("sixteen_letters_")
                .setDescription("eight___")
                .setGauge(Gauge.newBuilder()
                        .addDataPoints(NumberDataPoint.newBuilder().setAsInt(1)))
                .build();
        byte[] message = metrics(gauge).toByteArray();
        assertThat(read(framed(message))).containsExactly(new OtlpFrame(OtlpSignal.METRICS, message));
    }

    /** A request whose resource has 123 ('{') bytes begins like JSON after a newline. */
    @Test
    void takesNoMessageForJson() throws IOException {
        ExportTraceServiceRequest request = (ExportTraceServiceRequest) sample(OtlpSignal.SPANS);
        ResourceSpans spans = request.getResourceSpans(0);
        int padding = 123 - spans.getSerializedSize() - 2;
        byte[] message = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(spans.toBuilder().setSchemaUrl("u".repeat(padding)))
                .build()
                .toByteArray();
        assertThat(message[1]).isEqualTo((byte) '{');
        assertThat(read(message)).containsExactly(new OtlpFrame(OtlpSignal.SPANS, message));
    }

    @Test
    void requestsWithoutRecordsTellNothing() throws IOException {
        byte[] none = new byte[0];
        byte[] spans = sample(OtlpSignal.SPANS).toByteArray();
        assertThat(read(framed(none, spans, none)))
                .containsExactly(new OtlpFrame(OtlpSignal.SPANS, spans), new OtlpFrame(OtlpSignal.SPANS, none));
        assertThat(read(framed(none))).isEmpty();
    }

    @Test
    void aProtobufFileHoldsOneSignal() {
        byte[] file = framed(
                sample(OtlpSignal.SPANS).toByteArray(),
                sample(OtlpSignal.METRICS).toByteArray());
        int second = 4 + sample(OtlpSignal.SPANS).getSerializedSize();
        assertFails(file, null, "at byte " + second, "a message with metrics", "expected: spans");
    }

    @Test
    void theGivenKindIsChecked() throws IOException {
        byte[] file = framed(sample(OtlpSignal.SPANS).toByteArray());
        assertThat(read(file, OtlpSignal.SPANS)).hasSize(1);
        assertFails(file, OtlpSignal.LOGS, "a message with spans", "expected: logs, as was asked for");
        assertFails(LINE.getBytes(UTF_8), OtlpSignal.METRICS, "line 1", "a document with spans", "expected: metrics");
    }

    /** Some SDK's first span may have broken ids; whoever knows better can say so. */
    @Test
    void theGivenKindHelpsWhereTryingFails() throws IOException {
        byte[] file = framed(spans(Span.newBuilder()
                        .setTraceId(ByteString.copyFrom(new byte[3]))
                        .setStartTimeUnixNano(1)
                        .build())
                .toByteArray());
        assertFails(file, null, "neither spans with 16-byte trace ids nor metrics nor logs");
        assertThat(read(file, OtlpSignal.SPANS)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s%s", "\uFEFF%s\n\r\n  %s", "[%s,%s]", "[[%s],\n%s]", "{}%s{}%s"})
    void readsJsonHoweverItIsStrungTogether(String form) throws IOException {
        List<OtlpFrame> frames = read(form.formatted(LINE.strip(), LINE.strip()).getBytes(UTF_8));
        assertThat(frames).hasSize(2);
        assertThat(ExportTraceServiceRequest.parseFrom(frames.get(1).value())
                        .getResourceSpans(0)
                        .getScopeSpans(0)
                        .getSpans(0)
                        .getName())
                .isEqualTo("I'm a server span");
    }

    @Test
    void jsonMayMixSignals() throws IOException {
        String mixed = LINE
                + "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"severityNumber\":9}]}]}]}\n"
                + "{\"resourceMetrics\":[],\"resourceSpans\":[]}";
        assertThat(read(mixed.getBytes(UTF_8)))
                .extracting(OtlpFrame::signal)
                .containsExactly(OtlpSignal.SPANS, OtlpSignal.LOGS, OtlpSignal.SPANS, OtlpSignal.METRICS);
    }

    @Test
    void jsonErrorsNameLineAndColumn() {
        assertFails((LINE + LINE.strip().replace("]}]}]}", "]}]}")).getBytes(UTF_8), null, "at line 2", "not JSON");
        assertFails((LINE + "  {\"traces\": 1}").getBytes(UTF_8), null, "at line 2, column 3", "the keys 'traces'");
        assertFails((LINE + "17").getBytes(UTF_8), null, "at line 2, column 1", "the JSON value 17");
        assertFails(LINE.replace("\"kind\":2", "\"kind\":\"NONSENSE\"").getBytes(UTF_8), null, "at line 1", "NONSENSE");
    }

    @Test
    void aCutOffFileIsAnErrorAtEveryPlace() throws IOException {
        byte[] message = sample(OtlpSignal.SPANS).toByteArray();
        byte[] file = framed(message, message);
        int frame = file.length / 2;
        for (int length = 1; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            if (length == frame) {
                assertThat(read(cut)).hasSize(1);
            } else {
                assertFails(cut, null, "at byte " + (length < frame ? 0 : frame), "the file ends");
            }
        }
    }

    @Test
    void aCutOffOrCorruptGzipFileIsAnErrorAtEveryPlace() {
        byte[] packed = gzip(framed(sample(OtlpSignal.LOGS).toByteArray()));
        for (int length = 2; length < packed.length; length++) {
            assertFails(Arrays.copyOf(packed, length), null, "at byte " + length, "the file ends inside a gzip");
        }
        byte[] wrongChecksum = packed.clone();
        wrongChecksum[packed.length - 8] ^= 1;
        assertFails(wrongChecksum, null, "checksum");
        byte[] corrupt = packed.clone();
        corrupt[10] |= 0x06;
        assertFails(corrupt, null, "corrupt deflate data");
    }

    @Test
    void gzipMayHaveManyMembersAndPadding() throws IOException {
        byte[] message = sample(OtlpSignal.SPANS).toByteArray();
        byte[] member = gzip(framed(message));
        byte[] file = concat(member, gzip(new byte[0]), member, new byte[512]);
        assertThat(read(file)).hasSize(2);
        // a stream that never admits that more is coming, as sockets and pipes do
        InputStream shy = new FilterInputStream(new ByteArrayInputStream(file)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(length, 7));
            }

            @Override
            public int available() {
                return 0;
            }
        };
        try (OtlpFileReader reader = OtlpFileReader.open(shy, "pipe", null)) {
            assertThat(Recordings.frames(reader)).hasSize(2);
        }
    }

    @Test
    void garbageAfterGzipIsNotTakenForItsEnd() {
        byte[] packed = gzip(framed(sample(OtlpSignal.SPANS).toByteArray()));
        assertFails(concat(packed, "trailing".getBytes(UTF_8)), null, "bytes after the end of the gzip data");
    }

    @Test
    void namesWhatItFoundInstead() {
        assertFails("time,service\n".getBytes(UTF_8), null, "at byte 0", "1953066341 bytes", "'time'", "268435456");
        assertFails(concat(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD}, new byte[9]), null, "Zstandard");
        byte[] zstdFrame = framed(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 1, 2, 3});
        assertFails(zstdFrame, null, "Zstandard");
        assertFails(new byte[] {0x10, 0x00, 0x00, 0x01, 5}, null, "a length of 268435457 bytes", "at most 268435456");
        assertFails(new byte[] {0x0F, 0x00, 0x00, 0x01, 5}, null, "the file ends after 1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyBytesGiveFramesOrAClearError(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] valid = framed(
                sample(OtlpSignal.SPANS).toByteArray(), sample(OtlpSignal.SPANS).toByteArray());
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = i % 2 == 0 ? new byte[random.nextInt(200)] : valid.clone();
            for (int changes = 0; changes < (i % 2 == 0 ? bytes.length : 1 + random.nextInt(4)); changes++) {
                bytes[i % 2 == 0 ? changes : random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                read(bytes);
            } catch (OtlpFileException clear) {
                assertThat(clear).hasMessageStartingWith("test.otlp: at ").hasMessageContaining("(expected: ");
            }
        }
    }

    @Test
    void whatTheWriterWritesIsReadBackAndAlwaysTheSameBytes() throws IOException {
        byte[] one = sample(OtlpSignal.SPANS).toByteArray();
        byte[] two = spans(span(7), span(8)).toByteArray();
        for (boolean gzip : new boolean[] {false, true}) {
            byte[] first = written(gzip, one, two);
            assertThat(read(first)).extracting(OtlpFrame::value).containsExactly(one, two);
            assertThat(written(gzip, one, two)).isEqualTo(first);
        }
    }

    private static byte[] written(boolean gzip, byte[]... messages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OtlpFileWriter writer = OtlpFileWriter.open(out, gzip)) {
            for (byte[] message : messages) {
                writer.write(message);
            }
        }
        return out.toByteArray();
    }

    private static void assertFails(byte[] file, @Nullable OtlpSignal kind, String... parts) {
        assertThatThrownBy(() -> read(file, kind))
                .isInstanceOf(OtlpFileException.class)
                .hasMessageStartingWith("test.otlp: at ")
                .hasMessageContainingAll(parts);
    }

    private static List<OtlpFrame> read(byte[] file) throws IOException {
        return read(file, null);
    }

    private static List<OtlpFrame> read(byte[] file, @Nullable OtlpSignal kind) throws IOException {
        try (OtlpFileReader reader = OtlpFileReader.open(new ByteArrayInputStream(file), "test.otlp", kind)) {
            return Recordings.frames(reader);
        }
    }

    private static Message sample(OtlpSignal signal) {
        return switch (signal) {
            case SPANS -> spans(span(1));
            case METRICS ->
                metrics(Metric.newBuilder()
                        .setName("istio_requests_total")
                        .setSum(Sum.newBuilder().setIsMonotonic(true))
                        .build());
            case LOGS -> {
                ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
                request.addResourceLogsBuilder()
                        .addScopeLogsBuilder()
                        .addLogRecords(LogRecord.newBuilder()
                                .setTimeUnixNano(1)
                                .setBody(AnyValue.newBuilder().setStringValue("hello")));
                yield request.build();
            }
        };
    }

    private static Span span(int id) {
        byte[] traceId = new byte[16];
        traceId[0] = (byte) id;
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(traceId))
                .setSpanId(ByteString.copyFrom(traceId, 0, 8))
                .setName("GET /")
                .setStartTimeUnixNano(1_000)
                .setEndTimeUnixNano(2_000)
                .build();
    }

    private static ExportTraceServiceRequest spans(Span... spans) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        request.addResourceSpansBuilder().addScopeSpansBuilder().addAllSpans(List.of(spans));
        return request.build();
    }

    private static ExportMetricsServiceRequest metrics(Metric metric) {
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
        request.addResourceMetricsBuilder().addScopeMetricsBuilder().addMetrics(metric);
        return request.build();
    }

    private static byte[] framed(byte[]... messages) {
        try {
            return written(false, messages);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
