/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.cli.replay.FakeReceiver;
import io.meshobservatory.cli.replay.OtlpSender;
import io.meshobservatory.cli.replay.RetryPolicy;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class LiveTrafficTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Test
    void sendsWhatHappensNowUntilItIsClosed() throws Exception {
        try (FakeReceiver receiver = FakeReceiver.start()) {
            Instant begin = Instant.now();
            LiveTraffic traffic =
                    LiveTraffic.start(Simulations.scenario("shop"), 1, 4, new OtlpSender(receiver.url(), 1));
            waitUntil(() -> traffic.counts().spansSent() > 200);
            long closing = System.nanoTime();
            traffic.close();
            assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofSeconds(2));
            assertThat(traffic.isRunning()).isFalse();
            assertThat(traffic.failure()).isNull();
            assertThat(traffic.counts().skippedMillis()).isZero();
            assertThat(receiver.received().size())
                    .isGreaterThanOrEqualTo((int) traffic.counts().requestsSent());
            for (FakeReceiver.Received request : receiver.received()) {
                for (Span span : ExportTraceServiceRequest.parseFrom(request.body())
                        .getResourceSpans(0)
                        .getScopeSpans(0)
                        .getSpansList()) {
                    assertThat(span.getStartTimeUnixNano() / 1_000_000).isGreaterThan(begin.toEpochMilli() - 1_000);
                    assertThat(span.getEndTimeUnixNano() / 1_000_000)
                            .isLessThanOrEqualTo(Instant.now().toEpochMilli());
                }
            }
        }
    }

    @Test
    void countsWhatCouldNotBeSentAndStopsPromptlyAllTheSame() throws Exception {
        URI nowhere;
        try (FakeReceiver receiver = FakeReceiver.start()) {
            nowhere = receiver.url();
        }
        RetryPolicy impatient = RetryPolicy.DEFAULT.givingUpAfter(Duration.ZERO);
        try (LiveTraffic traffic = LiveTraffic.start(
                Simulations.scenario("shop"), 1, 4, new OtlpSender(nowhere, impatient, 1, (reason, wait) -> {}))) {
            waitUntil(() -> traffic.counts().requestsFailed() > 3);
            assertThat(traffic.failure()).hasMessageContaining("ConnectException");
            assertThat(traffic.counts().spansSent()).isZero();
            assertThat(traffic.isRunning()).isTrue();
        }
        OtlpSender patient = new OtlpSender(nowhere, 1);
        LiveTraffic waiting = LiveTraffic.start(Simulations.scenario("shop"), 1, 4, patient);
        long closing = System.nanoTime();
        waiting.close();
        assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofSeconds(2));
    }

    /** A laptop that slept for an hour has no hour of traffic to make up for. */
    @Test
    void leavesOutTheTimeThatTheMachineSlept() throws Exception {
        AtomicReference<Duration> slept = new AtomicReference<>(Duration.ZERO);
        InstantSource clock = () -> Instant.now().plus(slept.get());
        try (FakeReceiver receiver = FakeReceiver.start();
                LiveTraffic traffic = LiveTraffic.start(
                        Simulations.scenario("shop"), 1, 4, new OtlpSender(receiver.url(), 1), clock)) {
            waitUntil(() -> traffic.counts().requestsSent() > 0);
            slept.set(Duration.ofHours(1));
            waitUntil(() -> traffic.counts().skippedMillis() > 0);
            assertThat(traffic.counts().skippedMillis()).isBetween(3_500_000L, 3_700_000L);
            long sent = traffic.counts().requestsSent();
            waitUntil(() -> traffic.counts().requestsSent() > sent + 5);
        }
    }

    @Test
    void sendsThePastFirstInItsOrderAndThenWhatHappensNow() throws Exception {
        try (FakeReceiver receiver = FakeReceiver.start()) {
            Instant start = Instant.now();
            Instant begin = start.minus(Duration.ofMinutes(3));
            try (LiveTraffic traffic = LiveTraffic.start(
                    Timeline.of(Simulations.scenario("shop")), 1, 1, new OtlpSender(receiver.url(), 1), begin)) {
                waitUntil(() ->
                        traffic.counts().spansSent() > 0 && traffic.counts().behindMillis() == 0);
                long sent = traffic.counts().requestsSent();
                waitUntil(() -> traffic.counts().requestsSent() > sent + 20);
                assertThat(traffic.failure()).isNull();
                assertThat(traffic.counts().skippedMillis()).isZero();
                List<Long> latest = new ArrayList<>();
                long spans = 0;
                List<FakeReceiver.Received> joined = past(receiver.received());
                for (FakeReceiver.Received request : joined) {
                    ExportTraceServiceRequest message = ExportTraceServiceRequest.parseFrom(request.body());
                    LongSummaryStatistics ends = message.getResourceSpansList().stream()
                            .flatMap(resource -> resource.getScopeSpansList().stream())
                            .flatMap(scope -> scope.getSpansList().stream())
                            .mapToLong(span -> span.getEndTimeUnixNano() / 1_000_000)
                            .summaryStatistics();
                    latest.add(ends.getMax());
                    spans += ends.getCount();
                    assertThat(ends.getMin()).isGreaterThan(begin.toEpochMilli() - 1_000);
                }
                assertThat(joined).hasSizeGreaterThan(2);
                assertThat(spans / joined.size()).as("spans of a request").isGreaterThan(100);
                for (int i = 1; i < latest.size(); i++) {
                    assertThat(latest.get(i))
                            .as("the past comes in its order: request %d of %s", i, latest)
                            .isGreaterThan(latest.get(i - 1) - 1_000);
                }
                assertThat(latest.get(latest.size() - 1)).isGreaterThan(start.toEpochMilli() - 5_000);
            }
        }
    }

    /**
     * The joined requests of the past, and with them the rest that is sent where the past ends. What comes after them, each exporter
     * sends when its batch is full: batches of the present may have any order.
     */
    private static List<FakeReceiver.Received> past(List<FakeReceiver.Received> all) {
        int large = 0;
        while (all.get(large).body().length >= LiveTraffic.LARGE) {
            large++;
        }
        return all.subList(0, large + 1);
    }

    private static void waitUntil(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline of %s", DEADLINE).isLessThan(end);
            Thread.sleep(10);
        }
    }
}
