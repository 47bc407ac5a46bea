/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshobservatory.api.store.DatabaseLocation;
import io.meshobservatory.api.testing.ApiClient;
import io.meshobservatory.api.testing.EventStream;
import io.meshobservatory.api.testing.FakeLiveGraph;
import io.meshobservatory.api.testing.TestAlerts;
import io.meshobservatory.api.testing.TestDatabase;
import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import io.meshobservatory.core.alert.AlertKind;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts over HTTP: lists, one with its history, and as they are written. */
class AlertsIT {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:07Z");
    private static final long HOUR = 3_600_000;
    private static final String TRACE_URL = "https://traces.example.com/trace/{trace_id}";

    private static final Alert EXFILTRATION_1 = of("a", 1, AlertKind.EXFILTRATION, Activity.CREATE, 3);
    private static final Alert EXFILTRATION_2 = of("a", 2, AlertKind.EXFILTRATION, Activity.UPDATE, 3);
    private static final Alert FLOOD_1 =
            TestAlerts.alert("b", 1, AlertKind.DDOS, Activity.CREATE, start(2), null, TestAlerts.PAYMENT);
    private static final Alert FLOOD_2 =
            TestAlerts.alert("b", 2, AlertKind.DDOS, Activity.CLOSE, start(2), null, TestAlerts.PAYMENT);
    private static final Alert HIDDEN = TestAlerts.alert(
            "c", 1, AlertKind.EXFILTRATION, Activity.CREATE, start(1), "backup", TestAlerts.CART, TestAlerts.REDIS);
    private static final Alert ANOMALY = of("d", 1, AlertKind.ANOMALY, Activity.CREATE, 1);

    private static final FakeLiveGraph LIVE = new FakeLiveGraph();
    private static QueryApi api;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.empty();
        database.writeAlerts(List.of(EXFILTRATION_1, EXFILTRATION_2, FLOOD_1, FLOOD_2, HIDDEN, ANOMALY));
        ApiConfig config = new ApiConfig(
                "127.0.0.1",
                0,
                DatabaseLocation.parse(database.url(), null, null),
                "redis://127.0.0.1:1",
                ApiLimits.DEFAULT,
                TRACE_URL);
        api = QueryApi.start(config, LIVE, Clock.fixed(NOW, ZoneOffset.UTC));
        client = new ApiClient(api.port());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                  | c d b a",
                "kind=EXFILTRATION                 | c a",
                "status=OPEN                       | d a",
                "status=NEW                        | d",
                "status=RESOLVED                   | b",
                "status=SUPPRESSED                 | c",
                "resource=eu-west/shop/cart-redis  | c",
                "resource=eu-west/shop/cart        | c d a",
                "resource=eu-west/shop             | ''",
                "cluster=us-east                   | b",
                "since=-61m                        | c d",
                "since=2026-11-21T08:22:06Z        | c d b",
                "since=2026-11-21T08:22:07Z        | c d",
                "until=2026-11-21T08:20:08Z        | b a",
                "until=-2h                         | a",
                "since=-3h&until=-90m&kind=DDOS    | b",
                "cluster=nowhere                   | ''"
            })
    @DisplayName("alerts are listed in their latest state, the newest first, by each filter")
    void filters(String query, String ids) {
        JsonNode answer = client.json("/api/v1/alerts" + (query == null ? "" : "?" + query));

        assertThat(ids(answer)).isEqualTo(ids.isEmpty() ? List.of() : List.of(ids.split(" ")));
        assertThat(answer.get("next_cursor").isNull()).isTrue();
    }

    @Test
    @DisplayName("a finding is passed on byte for byte, as the topic carries it")
    void bytes() {
        assertThat(client.get("/api/v1/alerts?kind=ANOMALY").text())
                .isEqualTo("{\"alerts\":[" + new String(AlertJson.write(ANOMALY), UTF_8) + "],\"next_cursor\":null}");
    }

    @Test
    @DisplayName("pages follow each other without a gap or a repetition")
    void pages() {
        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            JsonNode page = client.json("/api/v1/alerts?limit=1&cursor=" + cursor.get());
            seen.addAll(ids(page));
            cursor = page.get("next_cursor").isNull()
                    ? Optional.empty()
                    : Optional.of(page.get("next_cursor").asText());
        }
        assertThat(seen).containsExactly("c", "d", "b", "a");
    }

    @Test
    @DisplayName("one alert comes with its history and where to look at traces, and in any of its states")
    void history() {
        JsonNode latest = client.json("/api/v1/alerts/a");

        assertThat(AlertJson.read(latest.get("alert").toString().getBytes(UTF_8)))
                .isEqualTo(EXFILTRATION_2);
        assertThat(latest.get("states_total").asLong()).isEqualTo(2);
        assertThat(latest.get("history").toString())
                .isEqualTo("[{\"revision\":2,\"time\":\"2026-11-21T07:22:22Z\",\"activity\":\"UPDATE\","
                        + "\"status\":\"IN_PROGRESS\",\"severity_id\":5},"
                        + "{\"revision\":1,\"time\":\"2026-11-21T07:21:22Z\",\"activity\":\"CREATE\","
                        + "\"status\":\"NEW\",\"severity_id\":3}]");
        assertThat(latest.get("trace_url").asText()).isEqualTo(TRACE_URL);
        assertThat(AlertJson.read(client.json("/api/v1/alerts/a?revision=1")
                        .get("alert")
                        .toString()
                        .getBytes(UTF_8)))
                .isEqualTo(EXFILTRATION_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/alerts?kind=GOSSIP                   | 400 | kind",
                "/api/v1/alerts?kind=exfiltration             | 400 | kind",
                "/api/v1/alerts?status=open                   | 400 | status",
                "/api/v1/alerts?since=yesterday               | 400 | since",
                "/api/v1/alerts?since=-1h&until=-2h           | 400 | since",
                "/api/v1/alerts?limit=0                       | 400 | limit",
                "/api/v1/alerts?limit=1001                    | 400 | limit",
                "/api/v1/alerts?cursor=nonsense               | 400 | cursor",
                "/api/v1/alerts?resource=a&resource=b         | 400 | resource",
                "/api/v1/alerts?severity=HIGH                 | 400 | severity",
                "/api/v1/alerts/a?revision=0                  | 400 | revision",
                "/api/v1/alerts/a?revision=3                  | 404 | ",
                "/api/v1/alerts/nobody                        | 404 | "
            })
    @DisplayName("what is asked wrongly is refused with the parameter that is wrong")
    void errors(String path, int status, String parameter) {
        ApiClient.Answer answer = client.get(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("parameter").asText(null)).isEqualTo(parameter);
    }

    @Test
    @DisplayName("a cursor of a wrong time is refused, as one of another path is")
    void forgedCursors() {
        String forged = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("[\"alerts-1\",\"-9223372036854775808\",\"a\"]".getBytes(UTF_8));
        assertThat(client.get("/api/v1/alerts?cursor=" + forged).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("each state of an alert comes on the event stream as it is written, to whom it concerns")
    void events() throws IOException {
        try (EventStream all = new EventStream(api.port(), "");
                EventStream elsewhere = new EventStream(api.port(), "?cluster=us-east")) {
            assertThat(Objects.requireNonNull(all.next()).name()).isEqualTo("snapshot");
            assertThat(Objects.requireNonNull(elsewhere.next()).name()).isEqualTo("snapshot");
            assertThat(LIVE.alertSubscriptions()).isEqualTo(1);

            LIVE.write(EXFILTRATION_1);
            LIVE.write(FLOOD_1);

            EventStream.Event first = Objects.requireNonNull(all.next());
            assertThat(first.name()).isEqualTo("alert");
            assertThat(AlertJson.read(first.data().toString().getBytes(UTF_8))).isEqualTo(EXFILTRATION_1);
            assertThat(Objects.requireNonNull(all.next())
                            .data()
                            .at("/finding_info/uid")
                            .asText())
                    .isEqualTo("b");
            EventStream.Event only = Objects.requireNonNull(elsewhere.next());
            assertThat(only.data().at("/finding_info/uid").asText()).isEqualTo("b");
        }
    }

    private static List<String> ids(JsonNode answer) {
        return StreamSupport.stream(answer.get("alerts").spliterator(), false)
                .map(alert -> alert.at("/finding_info/uid").asText())
                .toList();
    }

    private static Alert of(String id, int revision, AlertKind kind, Activity activity, int hoursAgo) {
        return TestAlerts.alert(id, revision, kind, activity, start(hoursAgo), null, TestAlerts.CART);
    }

    private static long start(int hoursAgo) {
        return NOW.toEpochMilli() - hoursAgo * HOUR;
    }
}
