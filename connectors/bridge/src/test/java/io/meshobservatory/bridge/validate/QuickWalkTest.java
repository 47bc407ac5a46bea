/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import io.meshobservatory.bridge.TestRequests;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick walk never says "in order" where the careful one would not, and does say it of what senders send. */
class QuickWalkTest {
    private static final MessageRules SPANS = MessageRules.of(ExportTraceServiceRequest.getDescriptor());

    @ParameterizedTest
    @EnumSource(OtlpSignal.class)
    @DisplayName("requests as exporters send them are in order, and counted as the careful walk counts")
    void usualRequestsAreInOrder(OtlpSignal signal) throws Exception {
        byte[] request = switch (signal) {
            case SPANS -> TestRequests.traces(3, "a", "b").toByteArray();
            case METRICS -> TestRequests.metrics("a", "b").toByteArray();
            case LOGS -> TestRequests.logs(5).toByteArray();
        };
        MessageRules rules = rules(signal);
        QuickWalk quick = new QuickWalk(request);
        assertThat(quick.isInOrder(rules)).isTrue();
        assertThat(quick.items())
                .isEqualTo(careful(signal, rules, request).items())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("an attribute may begin with its key or its value, and have text of any length and language")
    void attributesOfBothOrders(boolean keyFirst) throws Exception {
        for (String value : new String[] {
            "", "a", "1234567", "12345678", "x".repeat(127), "x".repeat(200), "gr\u00fc\u00df", "\u20ac"
        }) {
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            byte[] request = requestOf(span(attribute("key", text, keyFirst), attribute("other", text, keyFirst)));
            QuickWalk quick = new QuickWalk(request);
            assertThat(quick.isInOrder(SPANS)).as(value).isTrue();
            assertThat(quick.items()).isOne();
            assertThat(ExportTraceServiceRequest.parseFrom(request)
                            .getResourceSpans(0)
                            .getScopeSpans(0)
                            .getSpans(0)
                            .getAttributes(1)
                            .getValue()
                            .getStringValue())
                    .isEqualTo(value);
        }
    }

    @Test
    @DisplayName("what is no UTF-8 is not in order, wherever the text lies in the array")
    void brokenTextIsNotInOrder() throws Exception {
        for (int length = 1; length < 40; length++) {
            for (int broken = 0; broken < length; broken++) {
                byte[] text = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
                text[broken] = (byte) 0xff;
                assertThat(new QuickWalk(requestOf(span(attribute("key", text, true)))).isInOrder(SPANS))
                        .isFalse();
                assertThat(new QuickWalk(field(1, field(3, text))).isInOrder(SPANS))
                        .as("the schema URL of a resource")
                        .isFalse();
            }
        }
    }

    /** If each attribute were the reason to read all that follow it, this would take minutes. */
    @Test
    @DisplayName("many attributes are read once, also if the last one is no ASCII or no UTF-8")
    void manyAttributesAreReadOnce() {
        ByteArrayOutputStream attributes = new ByteArrayOutputStream();
        byte[] plain = field(9, attribute("k", new byte[] {'v'}, true));
        for (int i = 0; i < 300_000; i++) {
            attributes.writeBytes(plain);
        }
        byte[] start = concat(span(), attributes.toByteArray());
        byte[] umlaut = concat(start, field(9, attribute("k", "\u00fc".getBytes(StandardCharsets.UTF_8), true)));
        byte[] broken = concat(start, field(9, attribute("k", new byte[] {(byte) 0xff}, true)));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(new QuickWalk(requestOf(umlaut)).isInOrder(SPANS)).isTrue();
            assertThat(new QuickWalk(requestOf(broken)).isInOrder(SPANS)).isFalse();
        });
    }

    /** The mutations of RequestValidatorTest have no attributes that begin with their value. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "of 100,000 damaged requests, none is in order that the careful walk refuses, rejects from, or counts otherwise")
    void neverInOrderWhereTheCarefulWalkObjects(boolean keyFirst) throws Exception {
        byte[] text = "value".getBytes(StandardCharsets.UTF_8);
        byte[] span = span(
                attribute("a", text, keyFirst), attribute("bc", new byte[0], keyFirst), attribute("d", text, keyFirst));
        byte[] original = requestOf(concat(span, new byte[] {6 << 3, 2}));
        Random random = new Random(20261122);
        int inOrder = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] request = original.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                request[random.nextInt(request.length)] = (byte) random.nextInt(random.nextBoolean() ? 256 : 32);
            }
            QuickWalk quick = new QuickWalk(request);
            if (quick.isInOrder(SPANS)) {
                inOrder++;
                ValidRequest careful = careful(OtlpSignal.SPANS, SPANS, request);
                assertThat(careful)
                        .as(() -> ByteString.copyFrom(request).toString())
                        .isEqualTo(ValidRequest.inOrder(quick.items()));
            }
        }
        assertThat(inOrder).as("both verdicts occur").isBetween(1_000, 99_000);
    }

    private static ValidRequest careful(OtlpSignal signal, MessageRules rules, byte[] request) throws IOException {
        CarefulWalk walk = new CarefulWalk(request);
        walk.message(rules, 0);
        walk.requireEnd();
        return walk.result(signal);
    }

    private static MessageRules rules(OtlpSignal signal) {
        Descriptor descriptor = switch (signal) {
            case SPANS -> ExportTraceServiceRequest.getDescriptor();
            case METRICS -> ExportMetricsServiceRequest.getDescriptor();
            case LOGS -> ExportLogsServiceRequest.getDescriptor();
        };
        return MessageRules.of(descriptor);
    }

    private static byte[] requestOf(byte[] span) {
        return field(1, field(2, field(2, span)));
    }

    private static byte[] span(byte[]... attributes) {
        byte[] ids = concat(
                field(1, "sixteen bytes id".getBytes(StandardCharsets.UTF_8)),
                field(2, new byte[] {1, 0, 0, 0, 0, 0, 0, 0}));
        byte[] span = ids;
        for (byte[] attribute : attributes) {
            span = concat(span, field(9, attribute));
        }
        return span;
    }

    private static byte[] attribute(String key, byte[] value, boolean keyFirst) {
        byte[] name = field(1, key.getBytes(StandardCharsets.UTF_8));
        byte[] text = field(2, field(1, value));
        return keyFirst ? concat(name, text) : concat(text, name);
    }

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(number << 3 | 2);
        int length = content.length;
        for (; length > 127; length >>>= 7) {
            bytes.write(length & 0x7f | 0x80);
        }
        bytes.write(length);
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
