/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpSenderTest {
    private static final byte[] MESSAGE = {10, 0};
    private static final RetryPolicy IMPATIENT =
            new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(10), Duration.ofSeconds(5));

    private final List<String> retries = new CopyOnWriteArrayList<>();
    private FakeReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = FakeReceiver.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @ParameterizedTest
    @EnumSource(OtlpSignal.class)
    void sendsProtobufInGzipToThePathOfTheSignal(OtlpSignal signal) throws Exception {
        assertThat(sender(receiver.url(), IMPATIENT).send(signal, MESSAGE)).isEqualTo(new OtlpSender.Receipt(0, "", 1));
        assertThat(receiver.received()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo(signal.httpPath());
            assertThat(request.contentType()).isEqualTo("application/x-protobuf");
            assertThat(request.contentEncoding()).isEqualTo("gzip");
            assertThat(request.body()).isEqualTo(MESSAGE);
        });
    }

    @Test
    void keepsAPathBeforeThatOfTheSignal() throws Exception {
        sender(URI.create(receiver.url() + "/tenant/7/"), IMPATIENT).send(OtlpSignal.LOGS, MESSAGE);
        assertThat(receiver.received().get(0).path()).isEqualTo("/tenant/7/v1/logs");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void triesAgainWhatMayPass(int status) throws Exception {
        receiver.answer(status).answer(status, Map.of("Content-Type", "text/plain"), "busy".getBytes(UTF_8));
        assertThat(send(IMPATIENT).attempts()).isEqualTo(3);
        assertThat(retries).containsExactly("HTTP " + status, "HTTP " + status + ": busy");
    }

    @Test
    void triesAgainWhenTheConnectionBreaks() throws Exception {
        receiver.answer(0);
        assertThat(send(IMPATIENT).attempts()).isEqualTo(2);
        assertThat(retries).singleElement().asString().endsWith("(IOException)");
    }

    /** The receiver comes up only later, as in a cluster that starts. */
    @Test
    void triesAgainUntilTheReceiverIsThere() throws Exception {
        int port = receiver.port();
        receiver.close();
        Thread starter = new Thread(() -> {
            while (retries.size() < 2) {
                Thread.onSpinWait();
            }
            try {
                receiver = FakeReceiver.startAt(port);
            } catch (IOException taken) {
                throw new AssertionError(taken);
            }
        });
        starter.start();
        OtlpSender sender = sender(URI.create("http://127.0.0.1:" + port), IMPATIENT);
        assertThat(sender.send(OtlpSignal.SPANS, MESSAGE).attempts()).isGreaterThan(2);
        starter.join();
        assertThat(retries.get(0)).contains("ConnectException");
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() throws Exception {
        receiver.answer(503, Map.of("Retry-After", "1"), new byte[0]);
        assertThat(send(IMPATIENT).attempts()).isEqualTo(2);
        assertWaited(Duration.ofSeconds(1));
    }

    @Test
    void understandsRetryAfterAsADate() throws Exception {
        String date = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        receiver.answer(429, Map.of("Retry-After", date), new byte[0]);
        assertThat(send(IMPATIENT).attempts()).isEqualTo(2);
        assertWaited(Duration.ofMillis(900));
    }

    @Test
    void doesNotWaitBeyondItsPatience() {
        receiver.answer(503, Map.of("Retry-After", "3600"), status(14, "Kafka is away"));
        assertThatThrownBy(() -> send(IMPATIENT))
                .isInstanceOf(OtlpSendException.class)
                .hasMessage(receiver.url() + "/v1/traces: HTTP 503: Kafka is away, Retry-After 3600 s"
                        + " (gave up after 1 attempt in 0 s)");
    }

    @Test
    void givesUpOnAReceiverThatStaysAway() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        RetryPolicy policy = IMPATIENT.givingUpAfter(Duration.ofMillis(200));
        assertThatThrownBy(() ->
                        sender(URI.create("http://127.0.0.1:" + closed), policy).send(OtlpSignal.SPANS, MESSAGE))
                .isInstanceOf(OtlpSendException.class)
                .hasMessageContaining("ConnectException")
                .hasMessageContaining("gave up after");
        assertThat(retries).hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 413, 415, 500, 501, 302})
    void otherStatusesAreFinalWithTheReasonOfTheReceiver(int status) {
        receiver.answer(status, Map.of(), status(3, "span 7 has no trace id"));
        assertThatThrownBy(() -> send(IMPATIENT))
                .isInstanceOf(OtlpSendException.class)
                .hasMessage(receiver.url() + "/v1/traces: HTTP " + status + ": span 7 has no trace id");
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void reportsWhatWasRefusedOfAnAcceptedRequest() throws Exception {
        ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
        response.getPartialSuccessBuilder().setRejectedSpans(3).setErrorMessage("too old");
        receiver.answer(200, Map.of(), response.build().toByteArray());
        assertThat(send(IMPATIENT)).isEqualTo(new OtlpSender.Receipt(3, "too old", 1));
    }

    @Test
    void aBodyThatIsNoResponseIsNoSuccess() {
        receiver.answer(200, Map.of(), new byte[] {(byte) 0xFF, 1});
        assertThatThrownBy(() -> send(IMPATIENT)).hasMessageContaining("a body that is no OTLP response");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"host:4318", "ftp://host", "/v1/traces", "http:opaque", "http://host?x=1", "mailto:x@example.com"
            })
    void refusesUrlsThatAreNone(String url) {
        assertThatThrownBy(() -> sender(URI.create(url), IMPATIENT))
                .hasMessageContaining("expected: a URL such as http://127.0.0.1:4318");
    }

    @Test
    void saysWhenTheUrlHasThePathAlready() {
        assertThatThrownBy(() -> sender(URI.create("http://host:4318/v1/metrics"), IMPATIENT))
                .hasMessageContaining("expected: the URL without /v1/metrics, which is added");
    }

    @Test
    void backoffDoublesUpToItsLimit() {
        RetryPolicy policy = RetryPolicy.DEFAULT;
        assertThat(policy.backoffNanos(1)).isEqualTo(Duration.ofMillis(200).toNanos());
        assertThat(policy.backoffNanos(3)).isEqualTo(Duration.ofMillis(800).toNanos());
        assertThat(policy.backoffNanos(100)).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    private void assertWaited(Duration atLeast) {
        List<FakeReceiver.Received> received = receiver.received();
        assertThat(received.get(1).nanoTime() - received.get(0).nanoTime()).isGreaterThan(atLeast.toNanos());
    }

    private OtlpSender.Receipt send(RetryPolicy policy) throws Exception {
        return sender(receiver.url(), policy).send(OtlpSignal.SPANS, MESSAGE);
    }

    private OtlpSender sender(URI url, RetryPolicy policy) {
        return new OtlpSender(url, policy, 1, (reason, wait) -> retries.add(reason));
    }

    /** A google.rpc.Status. */
    private static byte[] status(int code, String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeInt32(1, code);
            out.writeString(2, message);
            out.flush();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }
}
