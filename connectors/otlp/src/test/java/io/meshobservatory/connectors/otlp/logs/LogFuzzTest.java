/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.telemetry.Exchange;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Damaged lines and requests")
class LogFuzzTest {
    private static final int LINES = 4000;
    private static final String SPECIAL = "\"\\ -[]{}|;,=\t\n\u0000\u00e9\ud83d0~";
    private static final String ZTUNNEL =
            "2026-03-04T05:06:07.119792Z\tinfo\taccess\tconnection complete\tsrc.addr=10.7.0.2:44480"
                    + " src.workload=a-0 src.namespace=x dst.addr=10.7.0.8:80 dst.service=\"b.y.svc.cluster.local\""
                    + " dst.workload=b-1 dst.namespace=y direction=\"inbound\" bytes_sent=1 bytes_recv=2 duration=\"2ms\"";

    @ParameterizedTest(name = "seed {0}")
    @DisplayName("never throw: each is an entry within limits, is kept, or is no access log")
    @ValueSource(longs = {11, 12, 13, 14})
    void lines(long seed) throws LogDecodeException {
        Random random = new Random(seed);
        LogDecoder decoder = new LogDecoder();
        int entries = 0;
        int kept = 0;
        int passedOver = 0;
        for (int i = 0; i < LINES; i++) {
            DecodedLogs decoded = decoder.decode(Requests.request(
                    Map.of(),
                    List.of(Requests.line(mutated(original(random), random)).build())));
            assertThat(decoded.lines().size()
                            + decoded.passedOver().values().stream()
                                    .mapToInt(n -> n)
                                    .sum())
                    .isEqualTo(1);
            for (LogLine line : decoded.lines()) {
                if (line instanceof AccessEntry entry) {
                    entries++;
                    assertWithinLimits(entry.call());
                } else {
                    kept++;
                }
            }
            passedOver += decoded.passedOver().size();
        }
        assertThat(entries).isGreaterThan(LINES / 20);
        assertThat(kept).isGreaterThan(LINES / 20);
        assertThat(passedOver).isGreaterThan(LINES / 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @DisplayName("as requests are decoded or refused, and their time is found or not")
    @ValueSource(longs = {21, 22})
    void requests(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < LINES; i++) {
            List<LogRecord> records = new ArrayList<>();
            records.add(Requests.line(original(random))
                    .setTimeUnixNano(random.nextLong())
                    .build());
            records.add(WrittenCall.random(random).structured(true));
            byte[] request = Requests.request(Map.of("service.name", "a"), records);
            int changes = 1 + random.nextInt(3);
            for (int change = 0; change < changes; change++) {
                request[random.nextInt(request.length)] = (byte) random.nextInt(256);
            }
            LogTimes.latestMillis(request);
            try {
                new LogDecoder().decode(request);
            } catch (LogDecodeException expected) {
                refused++;
                assertThat(expected).hasMessageStartingWith("no ExportLogsServiceRequest: ");
            }
        }
        assertThat(refused).isBetween(LINES / 20, LINES);
    }

    private static void assertWithinLimits(Call call) {
        Exchange exchange = call.exchange();
        assertThat(call.endNanos()).isPositive();
        assertThat(call.clientNanos()).isGreaterThanOrEqualTo(-1);
        assertThat(call.serverNanos()).isGreaterThanOrEqualTo(-1);
        assertThat(exchange.requestBytes()).isGreaterThanOrEqualTo(-1);
        assertThat(exchange.responseBytes()).isGreaterThanOrEqualTo(-1);
        assertThat(exchange.operation()).hasSizeLessThan(200);
        assertThat(exchange.denial()).hasSizeLessThan(200);
        for (String text : List.of(
                exchange.operation(),
                exchange.denial(),
                exchange.responseFlags(),
                exchange.sourcePrincipal(),
                exchange.destinationPrincipal())) {
            assertThat(text).doesNotContain("\u0000").doesNotContain("\n");
        }
    }

    private static String original(Random random) {
        WrittenCall call = WrittenCall.random(random);
        return switch (random.nextInt(4)) {
            case 0 -> call.text(true);
            case 1 -> call.json(true);
            case 2 -> ZTUNNEL;
            default -> call.text(false);
        };
    }

    private static String mutated(String line, Random random) {
        StringBuilder text = new StringBuilder(line);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            char special = SPECIAL.charAt(random.nextInt(SPECIAL.length()));
            switch (random.nextInt(6)) {
                case 0 -> text.setLength(at);
                case 1 -> text.setCharAt(at, special);
                case 2 -> text.insert(at, special);
                case 3 -> text.deleteCharAt(at);
                case 4 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
            }
        }
        return text.toString();
    }
}
