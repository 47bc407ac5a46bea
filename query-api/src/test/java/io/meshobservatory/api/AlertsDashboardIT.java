/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.api.store.DatabaseLocation;
import io.meshobservatory.api.testing.Chrome;
import io.meshobservatory.api.testing.FakeLiveGraph;
import io.meshobservatory.api.testing.ShopMesh;
import io.meshobservatory.api.testing.TestAlerts;
import io.meshobservatory.api.testing.TestDatabase;
import io.meshobservatory.api.testing.TestRows;
import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Alerts on the page, in a real browser. */
class AlertsDashboardIT {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:07Z");
    private static final String LIST = "document.getElementById('alerts')";
    private static final String PANEL = "document.getElementById('panel')";

    private static final FakeLiveGraph LIVE = new FakeLiveGraph();
    private static TestDatabase database;
    private static QueryApi api;
    private static Chrome chrome;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> binary = Chrome.binary();
        Assumptions.assumeTrue(
                binary.isPresent(), "no Chromium: neither /usr/bin/chromium nor chromium or google-chrome on the PATH");
        database = TestDatabase.empty();
        database.write(TestRows.writtenAt(
                NOW.minusSeconds(5).toEpochMilli(),
                ShopMesh.calls(NOW.minusSeconds(300).toEpochMilli(), NOW.toEpochMilli(), 11)));
        database.writeAlerts(List.of(
                alert("a", 1, AlertKind.EXFILTRATION, Activity.CREATE),
                alert("a", 2, AlertKind.EXFILTRATION, Activity.UPDATE),
                alert("b", 1, AlertKind.MTLS_DOWNGRADE, Activity.CLOSE),
                TestAlerts.alert(
                        "c",
                        1,
                        AlertKind.BEACONING,
                        Activity.CREATE,
                        NOW.toEpochMilli() - 100_000,
                        null,
                        TestAlerts.HOSTILE)));
        ApiConfig config = new ApiConfig(
                "127.0.0.1",
                0,
                DatabaseLocation.parse(database.url(), null, null),
                "redis://127.0.0.1:1",
                ApiLimits.DEFAULT,
                "https://traces.example.com/trace/{trace_id}");
        api = QueryApi.start(config, LIVE, Clock.fixed(NOW, ZoneOffset.UTC));
        chrome = Chrome.start(binary.get(), 1500, 1100, "dark");
    }

    @AfterAll
    static void stop() throws IOException {
        if (api != null) {
            chrome.close();
            api.close();
        }
    }

    @AfterEach
    void theBrowserHadNothingToComplainAbout() {
        if (api != null) {
            assertThat(chrome.console()).isEmpty();
            assertThat(chrome.evaluate("window.owned === undefined").asBoolean())
                    .as("names are never markup")
                    .isTrue();
        }
    }

    @Test
    @DisplayName("open alerts are counted and listed, and all of them on demand")
    void list() {
        open("");
        chrome.await("document.getElementById('alerts-count').textContent === '2'");
        chrome.evaluate("document.activeElement.blur()");
        chrome.type("a");
        chrome.await(LIST + ".children.length === 2");

        assertThat(chrome.evaluate(LIST + ".innerText").asText())
                .contains("Critical", "cart sends 412 MB", "Exfiltration · eu-west/shop/cart", "In Progress")
                .contains("Beaconing", TestAlerts.HOSTILE.name())
                .doesNotContain("mTLS downgrade");
        chrome.evaluate("document.querySelector('input[name=alerts][value=\"\"]').click()");
        chrome.await(LIST + ".children.length === 3");
        assertThat(chrome.evaluate(LIST + ".innerText").asText()).contains("mTLS downgrade", "Resolved");
    }

    @Test
    @DisplayName("an alert opens with what was seen against what was expected, and links to its traces")
    void panel() throws IOException {
        open("");
        chrome.evaluate("document.getElementById('alerts-toggle').click()");
        chrome.await(LIST + ".querySelector('[data-alert=a]') !== null");
        chrome.evaluate(LIST + ".querySelector('[data-alert=a]').click()");
        chrome.await(PANEL + ".querySelector('h2')?.textContent.startsWith('cart sends')");

        assertThat(chrome.evaluate(PANEL + ".innerText").asText())
                .contains("Critical", "T1567.002 Exfiltration to Cloud Storage", "88%", "2 of 2")
                .contains("Request bytes", "393 MiB", "8.6 MiB", "63%")
                .contains("New edges", "never seen")
                .contains("Look at what it runs", "Deployment", "ruled out", "no new version within 24 h")
                .contains("exfiltration/1");
        assertThat(chrome.evaluate(PANEL + ".querySelector('.evidence a').href").asText())
                .isEqualTo("https://traces.example.com/trace/" + TestAlerts.TRACE);
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(folder.resolve("alert.png"), chrome.screenshot());

        chrome.evaluate("[..." + PANEL + ".querySelectorAll('button')].find(b => b.textContent === 'cart').click()");
        chrome.await(PANEL + ".querySelector('h2')?.textContent === 'cart'");
    }

    @Test
    @DisplayName("the address of an alert opens it, and one that does not exist is said not to")
    void address() {
        open("#alert=a");
        chrome.await(PANEL + ".querySelector('h2')?.textContent.startsWith('cart sends')");
        open("#alert=nobody");
        chrome.await(PANEL + ".innerText.includes('Nothing is stored about this alert yet')");
        chrome.forgetConsole(); // the browser notes the 404
    }

    @Test
    @DisplayName("an alert that is told on the stream appears by itself, long before the next refresh")
    void live() {
        open("");
        chrome.evaluate("document.getElementById('alerts-toggle').click()");
        chrome.await(LIST + ".children.length >= 2");
        Alert fresh = alert("new", 1, AlertKind.DDOS, Activity.CREATE);
        database.writeAlerts(List.of(fresh));
        LIVE.write(fresh);

        chrome.await(LIST + ".querySelector('[data-alert=new]') !== null");
        database.execute("delete from alerts where id = 'new'");
        database.execute("delete from alert_revisions where id = 'new'");
    }

    private static Alert alert(String id, int revision, AlertKind kind, Activity activity) {
        return TestAlerts.alert(
                id, revision, kind, activity, NOW.toEpochMilli() - 200_000, null, TestAlerts.CART, TestAlerts.REDIS);
    }

    private static void open(String view) {
        chrome.open("about:blank");
        chrome.open("http://127.0.0.1:" + api.port() + "/" + view);
        chrome.await("document.documentElement.dataset.edges > 0");
    }
}
