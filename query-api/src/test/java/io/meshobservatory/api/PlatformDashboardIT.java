/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.api.testing.Chrome;
import io.meshobservatory.api.testing.FakeLiveGraph;
import io.meshobservatory.api.testing.PlatformMesh;
import io.meshobservatory.api.testing.TestDatabase;
import io.meshobservatory.core.window.EdgeRow;
import java.io.IOException;
import java.nio.file.Files;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page over a mesh that metrics, access logs and sampled traces describe together. */
class PlatformDashboardIT {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:05Z");
    private static final long MINUTE = Instant.parse("2026-11-21T10:19:00Z").toEpochMilli();
    private static final String GRAPH = "document.getElementById('graph')._cyreg.cy";
    private static final String PANEL = "document.getElementById('panel')";

    private static final FakeLiveGraph LIVE = new FakeLiveGraph();
    private static QueryApi api;
    private static Chrome chrome;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> binary = Chrome.binary();
        Assumptions.assumeTrue(
                binary.isPresent(), "no Chromium: neither /usr/bin/chromium nor chromium or google-chrome on the PATH");
        TestDatabase database = TestDatabase.empty();
        for (int window = 0; window < 6; window++) {
            database.write(PlatformMesh.rows(MINUTE + window * 10_000L));
        }
        database.writeFacts(PlatformMesh.facts(MINUTE));
        api = QueryApi.start(
                ApiConfig.of(0, database.url(), "redis://127.0.0.1:1"), LIVE, Clock.fixed(NOW, ZoneOffset.UTC));
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
        }
    }

    @Test
    @DisplayName(
            "raw TCP is drawn by its connections, plain text is marked by words and by a halo, overflow by its shape")
    void theGraph() {
        open("#range=5m");

        assertThat(label("queue")).matches("[\\d.]+/s conn\\.");
        assertThat(label("reports", "legacy-importer")).contains("plain text");
        assertThat(label("reports", "scans")).contains("partly plain");
        assertThat(label("archive")).doesNotContain("plain");
        assertThat(texts(GRAPH + ".edges('[plain = 1]').map(edge => edge.source().data('label'))"))
                .containsExactlyInAnyOrder("legacy-importer", "scans");
        assertThat(chrome.evaluate(GRAPH + ".edges('[plain = 1]')[0].style('underlay-opacity')")
                        .asDouble())
                .isPositive();
        assertThat(texts(GRAPH + ".nodes('[overflow = 1]').map(node => node.data('label'))"))
                .containsExactly("(overflow)");
        assertThat(texts(GRAPH + ".nodes('.group').map(node => node.data('label'))"))
                .as("both clusters are named")
                .contains("platform / security", "archive-eu / security");
        assertThat(chrome.evaluate("document.getElementById('summary').textContent")
                        .asText())
                .contains("connections of raw TCP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dark", "light"})
    @DisplayName("an edge shows its basis, its sampling, a canary beside its baseline, and resilience in words")
    void theEdgePanel(String scheme) throws IOException {
        try (Chrome other = Chrome.start(Chrome.binary().orElseThrow(), 1500, 1500, scheme)) {
            Chrome before = chrome;
            chrome = other;
            try {
                open("#range=5m");
                String panel = edgePanel("istio-ingressgateway", "scans");
                picture("edge-" + scheme);

                assertThat(panel)
                        .containsIgnoringCase("What the figures rest on")
                        .contains("calls metrics", "latency traces")
                        .contains("6,000 calls counted, 72 of them traced.")
                        .containsIgnoringCase("Versions, side by side")
                        .contains("v2-canary", "counted elsewhere", "mTLS on all calls")
                        .contains("Circuit breaker open", "UO · UpstreamOverflow", "Retries used up", "X9")
                        .contains("Injected faults, no real errors");
                assertThat(texts("[..." + PANEL + ".querySelectorAll('table')].find(table =>"
                                + " table.innerText.includes('v2-canary')).querySelectorAll('tbody tr')"
                                + ".values().map(row => row.innerText.replaceAll('\\t', '|')).toArray()"))
                        .contains("Errors|1%|8%|–", "Share|90%|10%|–")
                        .anySatisfy(
                                row -> assertThat(row).matches("p95\\|(39|40|41) ms\\|1[23]\\d ms\\|(49|50|51) ms"));
            } finally {
                chrome = before;
            }
        }
    }

    @Test
    @DisplayName("an edge shows refusals by policy and rule, operations, plain text, identities and its facts")
    void refusals() throws IOException {
        open("#range=5m");
        String panel = edgePanel("scans", "reports");
        picture("refusals");

        assertThat(panel)
                .containsIgnoringCase("Refused by policy")
                .contains("rbac ns[security]-policy[readers]-rule[0]", "UAEX · UnauthorizedExternalService")
                .containsIgnoringCase("Operations, the most frequent of 25")
                .contains("GET /reports/{id}/part-25")
                .contains("partly plain text", "Plain text", "spiffe://cluster.local/ns/security/sa/scans")
                .containsIgnoringCase("Facts, in their latest minute")
                .contains("Circuit breaker", "default.rq_open", "open")
                .doesNotContain("undefined", "NaN");
    }

    @Test
    @DisplayName("raw TCP has connections in its panel, and no rate of errors")
    void rawTcp() throws IOException {
        open("#range=5m");
        String panel = edgePanel("scans", "queue");
        picture("tcp");

        assertThat(panel)
                .contains("connections", "Raw TCP: connections and bytes, no calls.", "240 connections opened")
                .doesNotContain("error rate", "NaN", "undefined", "Infinity");
    }

    @Test
    @DisplayName("a node shows findings with what to do, unmatched calls by reason, and facts")
    void theServicePanel() throws IOException {
        open("#range=5m");
        chrome.evaluate(GRAPH + ".nodes('[label = \"scans\"]').emit('tap').length");
        chrome.await(PANEL + ".querySelector('h2')?.textContent === 'scans'");
        picture("service");
        String panel = chrome.evaluate(PANEL + ".innerText").asText();

        assertThat(panel)
                .containsIgnoringCase("Findings")
                .contains("Trace context is not forwarded", "traceparent", "Traffic in plain text")
                .contains("Log lines that cannot be read")
                .containsIgnoringCase("Traced calls seen from one side only")
                .contains("Caller's span is missing", "Called service was not seen")
                .contains("Refused by a circuit breaker", "to reports")
                .doesNotContain("undefined", "NaN");
        chrome.evaluate(GRAPH + ".nodes('[label = \"(overflow)\"]').emit('tap').length");
        chrome.await(PANEL + ".innerText.includes('stands for many names')");
        chrome.await(PANEL + ".innerText.includes('Too many names')");
    }

    @Test
    @DisplayName("the table tells basis, traced calls and plain text")
    void theTable() throws IOException {
        open("#range=5m");
        chrome.evaluate("document.activeElement.blur()");
        chrome.type("t");

        chrome.await("document.querySelectorAll('#edges tbody tr').length === 6");
        picture("table");
        assertThat(texts("[...document.querySelectorAll('#edges tbody tr')].map(row => row.innerText)"))
                .anySatisfy(row -> assertThat(row).contains("legacy-importer", "metrics", "plaintext"))
                .anySatisfy(row -> assertThat(row).contains("scans", "queue", "conn.", "metrics", "mutual"))
                .anySatisfy(row -> assertThat(row).contains("access logs", "mixed"));
        chrome.evaluate("document.activeElement.blur()");
        chrome.type("t");
    }

    /** Edges that only the stream knows yet have no decoded flags; their panel must open all the same. */
    @Test
    @DisplayName("rows of the stream are drawn with all that they tell; a row that says nothing is not")
    void theStream() {
        open("");
        chrome.await("document.getElementById('status').dataset.level === 'live'");
        String before = chrome.evaluate(GRAPH + ".edges().length").asText();

        for (EdgeRow row : PlatformMesh.rows(NOW.toEpochMilli() / 10_000 * 10_000)) {
            LIVE.write(EdgeRow.removal(row.windowSize(), row.windowStartMillis(), PlatformMesh.renamed(row.edge())));
        }
        EdgeRow fresh = PlatformMesh.rows(NOW.toEpochMilli() / 10_000 * 10_000).get(5);
        LIVE.write(PlatformMesh.withEdge(fresh, PlatformMesh.renamed(fresh.edge())));

        chrome.await(GRAPH + ".edges().length > " + before);
        assertThat(edgePanel("reports-2", "archive-2"))
                .contains("mTLS not observed")
                .doesNotContain("undefined", "NaN");
    }

    private static void open(String hash) {
        chrome.open("about:blank#" + System.nanoTime());
        chrome.open("http://127.0.0.1:" + api.port() + "/" + hash);
        chrome.await("document.documentElement.dataset.edges !== undefined");
    }

    private static String edgePanel(String source, String destination) {
        chrome.evaluate(GRAPH + ".edges().filter(edge => edge.source().data('label') === '" + source
                + "' && edge.target().data('label') === '" + destination + "').emit('tap').length");
        chrome.await(PANEL + ".querySelector('h2')?.textContent === '" + source + " → " + destination + "'");
        chrome.await(PANEL + ".querySelectorAll('.spark').length > 0");
        return chrome.evaluate(PANEL + ".innerText").asText();
    }

    private static String label(String destination) {
        return chrome.evaluate(GRAPH + ".edges().filter(edge => edge.target().data('label') === '" + destination
                        + "')[0].data('label')")
                .asText();
    }

    private static String label(String destination, String source) {
        return chrome.evaluate(GRAPH + ".edges().filter(edge => edge.target().data('label') === '" + destination
                        + "' && edge.source().data('label') === '" + source + "')[0].data('label')")
                .asText();
    }

    private static List<String> texts(String script) {
        List<String> texts = new ArrayList<>();
        chrome.evaluate(script).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** For people to look at, in the build directory. */
    private static void picture(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(folder.resolve(name + ".png"), chrome.screenshot());
    }
}
