/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshobservatory.api.testing.Chrome;
import io.meshobservatory.api.testing.FakeLiveGraph;
import io.meshobservatory.api.testing.ShopMesh;
import io.meshobservatory.api.testing.TestCall;
import io.meshobservatory.api.testing.TestDatabase;
import io.meshobservatory.api.testing.TestRows;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.WindowSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page in a real browser. */
class DashboardIT {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:07Z");
    private static final String GRAPH = "document.getElementById('graph')._cyreg.cy";
    private static final Node HOSTILE =
            new Node(ShopMesh.CLUSTER, "shop", "<img src=x onerror=\"window.owned=1\">", NodeKind.SERVICE);

    private static final FakeLiveGraph LIVE = new FakeLiveGraph();
    private static QueryApi api;
    private static Chrome chrome;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> binary = Chrome.binary();
        Assumptions.assumeTrue(
                binary.isPresent(), "no Chromium: neither /usr/bin/chromium nor chromium or google-chrome on the PATH");
        TestDatabase database = TestDatabase.empty();
        List<TestCall> calls =
                new ArrayList<>(ShopMesh.calls(NOW.minusSeconds(1200).toEpochMilli(), NOW.toEpochMilli(), 11));
        calls.add(TestCall.failed(
                ShopMesh.edge(ShopMesh.CART, HOSTILE, "http"),
                NOW.minusSeconds(30).toEpochMilli(),
                5));
        database.write(TestRows.writtenAt(NOW.minusSeconds(5).toEpochMilli(), calls));
        api = QueryApi.start(
                ApiConfig.of(0, database.url(), "redis://127.0.0.1:1"), LIVE, Clock.fixed(NOW, ZoneOffset.UTC));
        chrome = Chrome.start(binary.get(), 1500, 900, "dark");
    }

    @AfterAll
    static void stop() throws IOException {
        if (api != null) {
            chrome.close();
            api.close();
        }
    }

    /** Nothing was blocked by the content security policy, nothing failed, nothing came from elsewhere. */
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
    void nodesAndEdgesOfTheDatabaseAreDrawnWithTheirFigures() {
        open("#range=5m");

        assertThat(texts(GRAPH + ".nodes('.service').map(node => node.data('label'))"))
                .hasSize(16)
                .contains("frontend", "ledger-db", "orders", "api.stripe.example", HOSTILE.name());
        assertThat(texts(GRAPH + ".nodes('.group').map(node => node.data('label'))"))
                .containsExactlyInAnyOrder("shop", "payments", "messaging", "istio-system");
        String label = chrome.evaluate(GRAPH + ".edges().filter(edge => edge.target().data('label') === 'catalog'"
                        + " && edge.source().data('label') === 'frontend')[0].data('label')")
                .asText();
        assertThat(label).matches("3\\d/s · 0% · 1\\d(\\.\\d)? ms");
        assertThat(chrome.evaluate(GRAPH + ".edges('[level = \"bad\"]').map(edge => edge.target().data('label'))")
                        .toString())
                .contains("api.stripe.example");
        assertThat(chrome.evaluate(GRAPH + ".nodes('[kind = \"DATABASE\"]')[0].style('shape')")
                        .asText())
                .isEqualTo("barrel");
    }

    @Test
    void theTableHasTheSameEdges() {
        open("#range=5m");
        chrome.evaluate("document.activeElement.blur()");
        chrome.type("t");

        chrome.await("document.querySelectorAll('#edges tbody tr').length === 17");
        List<String> rows = texts("[...document.querySelectorAll('#edges tbody tr')].map(row => row.innerText)");
        assertThat(rows)
                .anySatisfy(row -> assertThat(row)
                        .contains("payment", "api.stripe.example", "http", "unknown")
                        .matches("(?s).*\\d(\\.\\d)?/s.*\\d%.*\\d ms.*"));
        assertThat(rows).anySatisfy(row -> assertThat(row).contains(HOSTILE.name()));
        assertThat(rows.get(0)).as("sorted by rate").contains("frontend", "catalog");
    }

    @Test
    void aClickOnAServiceOpensItsPanelAndEscapeClosesIt() {
        open("#range=5m");
        JsonNode place = chrome.evaluate("(() => { const node = " + GRAPH
                + ".nodes('[label = \"payment\"]')[0].renderedPosition();"
                + " const box = document.getElementById('graph').getBoundingClientRect();"
                + " return { x: box.x + node.x, y: box.y + node.y }; })()");

        chrome.click(place.get("x").asDouble(), place.get("y").asDouble());

        chrome.await("document.querySelector('#panel h2')?.textContent === 'payment'");
        String panel =
                chrome.evaluate("document.getElementById('panel').innerText").asText();
        assertThat(panel)
                .containsIgnoringCase("called by (1)")
                .containsIgnoringCase("calls (4)")
                .contains("checkout", "fraud-check", "mTLS on some calls");
        assertThat(chrome.evaluate("document.querySelectorAll('#panel .spark polyline').length")
                        .asInt())
                .isGreaterThanOrEqualTo(3);

        chrome.evaluate(
                "[...document.querySelectorAll('#panel .link')].find(link => link.textContent === 'api.stripe.example').click()");
        chrome.await("document.querySelector('#panel h2')?.textContent === 'payment → api.stripe.example'");
        chrome.await("document.querySelectorAll('#panel .spark').length === 3");
        assertThat(chrome.evaluate("document.getElementById('panel').innerText").asText())
                .contains("HTTP 5xx", "UH", "No healthy upstream")
                .containsPattern("[0-9a-f]{32}");

        chrome.press("Escape");
        chrome.await("document.getElementById('panel').hidden");
    }

    @Test
    void aSearchHighlightsItsMatches() {
        open("#range=5m");
        chrome.evaluate("document.activeElement.blur()");
        chrome.type("/");
        chrome.type("LEDG");

        chrome.await("document.getElementById('search-count').textContent === '2 matches'");
        assertThat(texts(GRAPH + ".nodes('.match').map(node => node.data('label'))"))
                .containsExactlyInAnyOrder("ledger", "ledger-db");
        assertThat(chrome.evaluate(GRAPH + ".nodes('[label = \"frontend\"]')[0].hasClass('dim')")
                        .asBoolean())
                .isTrue();
        assertThat(chrome.evaluate("location.hash").asText()).contains("q=LEDG");
    }

    @Test
    void aNamespaceCanBeChosen() {
        open("#range=5m");
        chrome.evaluate("(() => { const select = document.getElementById('namespace');"
                + " select.value = 'messaging'; select.dispatchEvent(new Event('change')); })()");

        chrome.await(GRAPH + ".edges().length === 2");
        assertThat(texts("[...document.getElementById('namespace').options].map(option => option.value)"))
                .as("the others can still be chosen")
                .contains("shop", "payments");
    }

    @Test
    void aMomentOfThePastCanBeChosen() {
        open("#range=5m");
        chrome.evaluate("document.querySelector('input[name=range][value=at]').click()");
        chrome.await("!document.getElementById('moment').hidden");
        chrome.evaluate("(() => { const time = document.getElementById('moment-time');"
                + " time.value = new Date(new Date('2026-11-21T10:10:00Z').getTime()"
                + " - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 19);"
                + " time.dispatchEvent(new Event('change')); })()");

        chrome.await("document.getElementById('status-text').textContent === 'History'");
        chrome.await("location.hash.includes('at=2026-11-21T10') && " + GRAPH + ".edges().length === 16");
    }

    /** Whoever looks at the graph must find everything where it was. */
    @Test
    void aNewServiceAppearsLiveAndNothingElseMoves() {
        open("");
        chrome.await("document.getElementById('status').dataset.level === 'live'");
        String before = positions("");
        Node fresh = new Node(ShopMesh.CLUSTER, "shop", "wishlist", NodeKind.SERVICE);

        LIVE.write(TestRows.rows(
                        WindowSize.TEN_SECONDS,
                        List.of(TestCall.ok(ShopMesh.edge(ShopMesh.FRONTEND, fresh, "http"), NOW.toEpochMilli(), 12)))
                .get(0));

        chrome.await(GRAPH + ".nodes('[label = \"wishlist\"]').length === 1");
        assertThat(positions("wishlist")).isEqualTo(before);
        chrome.evaluate("document.activeElement.blur()");
        chrome.type("p");
        chrome.await("document.getElementById('status-text').textContent === 'Paused'");
    }

    @Test
    void anEmptyFilterSaysSo() {
        open("#cluster=nowhere");

        chrome.await("document.getElementById('empty').innerText.includes('No calls here')");
    }

    @Test
    void anEmptyGraphSaysHowToSendTelemetryAndALostApiIsToldAndFoundAgain() {
        Clock longAgo = Clock.fixed(Instant.parse("2020-01-01T00:00:00Z"), ZoneOffset.UTC);
        String url = TestDatabase.running().url();
        QueryApi other = QueryApi.start(ApiConfig.of(0, url, "redis://127.0.0.1:1"), new FakeLiveGraph(), longAgo);
        int port = other.port();
        try {
            chrome.open("http://127.0.0.1:" + port + "/");
            chrome.await(
                    "document.getElementById('empty').innerText.includes('OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317')");

            other.close();
            chrome.await("!document.getElementById('banner').hidden");
            assertThat(chrome.evaluate("document.getElementById('status').innerText")
                            .asText())
                    .contains("Connection lost");

            other = QueryApi.start(ApiConfig.of(port, url, "redis://127.0.0.1:1"), new FakeLiveGraph(), longAgo);
            chrome.await("document.getElementById('banner').hidden");
            chrome.await("document.getElementById('status').dataset.level === 'live'");
        } finally {
            chrome.open("about:blank");
            other.close();
            chrome.forgetConsole();
        }
    }

    private static void open(String hash) {
        chrome.open("about:blank#" + System.nanoTime());
        chrome.open(page(hash));
        chrome.await("document.documentElement.dataset.edges !== undefined");
    }

    private static String page(String hash) {
        return "http://127.0.0.1:" + api.port() + "/" + hash;
    }

    private static String positions(String except) {
        return chrome.evaluate("JSON.stringify(" + GRAPH + ".nodes('.service').filter(node => node.data('label') !== '"
                        + except + "').map(node => [node.data('label'), node.position()])"
                        + ".sort((one, other) => one[0] < other[0] ? -1 : 1))")
                .asText();
    }

    private static List<String> texts(String script) {
        List<String> texts = new ArrayList<>();
        chrome.evaluate(script).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
