/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.api.sync.RedisCommands;
import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.Severity;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Open alerts on a real server: what the sink writes and what the reader sees. */
class LiveAlertsIT {
    private static final Node CART = new Node("east", "shop", "cart", NodeKind.SERVICE);

    private final RecordingMetrics metrics = new RecordingMetrics();
    private final Queue<Alert> seen = new ConcurrentLinkedQueue<>();
    private TestRedis redis;
    private RedisCommands<String, String> commands;
    private LiveAlertWriter writer;
    private LiveAlerts reader;

    @BeforeEach
    void open() throws InterruptedException {
        redis = TestRedis.start();
        commands = redis.commands();
        writer = writer(LiveAlertOptions.DEFAULT);
        reader = new LiveAlerts(redis.config());
        reader.subscribe(seen::add);
        Eventually.isTrue(
                "subscribed", () -> commands.pubsubNumsub("mesh:alerts").get("mesh:alerts") == 1);
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
        reader.close();
        redis.close();
    }

    @Test
    @DisplayName("shows open alerts, the newest first, until they are closed or suppressed, and publishes every state")
    void showsOpenAlerts() throws Exception {
        List<Alert> states = List.of(
                alert("a", 1, Activity.CREATE, 100, null),
                alert("b", 1, Activity.CREATE, 200, null),
                alert("c", 1, Activity.CREATE, 300, null),
                alert("d", 1, Activity.CREATE, 400, "backup"),
                alert("a", 2, Activity.UPDATE, 100, null),
                alert("b", 2, Activity.CLOSE, 200, null),
                alert("c", 2, Activity.UPDATE, 300, "backup"));
        for (Alert state : states.subList(0, 4)) {
            write(state);
        }
        assertThat(reader.open()).containsExactly(states.get(2), states.get(1), states.get(0));

        for (Alert state : states.subList(4, 7)) {
            write(state);
        }
        assertThat(reader.open()).containsExactly(states.get(4));
        assertThat(commands.hgetall("mesh:alerts")).containsOnlyKeys("a");
        assertThat(commands.hget("mesh:alerts", "a")).isEqualTo(new String(AlertJson.write(states.get(4)), UTF_8));
        assertThat(commands.zcard("mesh:alerts:written")).isEqualTo(1);
        Eventually.isTrue("published", () -> List.copyOf(seen).equals(states));
        assertThat(metrics.count("alertsWritten")).isEqualTo(7);
    }

    @Test
    @DisplayName("an earlier revision never replaces a later one, and the same one may come again")
    void earlierRevisions() throws Exception {
        write(alert("a", 2, Activity.UPDATE, 100, null));
        write(alert("a", 1, Activity.CREATE, 100, null));
        write(alert("a", 2, Activity.UPDATE, 100, null));

        assertThat(reader.open()).containsExactly(alert("a", 2, Activity.UPDATE, 100, null));
        assertThat(metrics.count("alertsLate")).isEqualTo(1);
        assertThat(metrics.count("alertsWritten")).isEqualTo(2);
    }

    @Test
    @DisplayName("what something else wrote is passed over and replaced, and an alert without news goes in the end")
    void foreignValuesAndExpiry() throws Exception {
        commands.hset("mesh:alerts", "a", "nonsense");
        commands.hset("mesh:alerts", "b", "{\"unmapped\": 7}");
        assertThat(reader.open()).isEmpty();
        assertThat(reader.unreadableCount()).isEqualTo(2);
        write(alert("a", 1, Activity.CREATE, 100, null));
        write(alert("b", 1, Activity.CREATE, 100, null));
        assertThat(reader.open()).hasSize(2);

        try (LiveAlertWriter forgetful =
                writer(new LiveAlertOptions(Duration.ofMillis(1), Duration.ofSeconds(5), Duration.ofSeconds(5)))) {
            Thread.sleep(5);
            forgetful.write(alert("c", 1, Activity.CLOSE, 100, null), null);
            forgetful.flush(true);
        }
        assertThat(reader.open()).isEmpty();
    }

    @Test
    @DisplayName("the job goes on without Redis, and shows alerts again when it is back")
    void away() throws Exception {
        redis.stopServer();
        Eventually.isTrue("given up and counted", () -> {
            write(alert("a", 1, Activity.CREATE, 100, null));
            return metrics.failures() > 0;
        });
        assertThatThrownBy(reader::open).isInstanceOf(LiveGraphUnavailableException.class);

        redis.startServer();
        Eventually.isTrue("shown and published again", () -> {
            seen.clear();
            write(alert("a", 2, Activity.UPDATE, 100, null));
            return shown() == 1 && !seen.isEmpty();
        });
    }

    private int shown() {
        try {
            return reader.open().size();
        } catch (LiveGraphUnavailableException notYet) {
            return 0;
        }
    }

    private LiveAlertWriter writer(LiveAlertOptions options) {
        return new LiveAlertWriter(redis.config(), options, new WriteMetrics(metrics, "alerts"));
    }

    private void write(Alert alert) {
        try {
            writer.write(alert, null);
            writer.flush(true);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static Alert alert(
            String id, int revision, Activity activity, long startMillis, @Nullable String suppression) {
        return new Alert(
                id,
                revision,
                AlertKind.DDOS,
                activity,
                startMillis + 75_000,
                startMillis,
                startMillis + 60_000,
                Severity.HIGH,
                0.75,
                "a flood",
                "",
                List.of(),
                List.of(CART),
                List.of(),
                List.of(),
                List.of(),
                "ddos/1",
                suppression);
    }
}
