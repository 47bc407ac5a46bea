/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A page in headless Chromium, driven by the DevTools protocol. */
final class HeadlessPage implements AutoCloseable {
    private static final String ANNOUNCEMENT = "DevTools listening on ";
    private static final long SECONDS = 30;

    private final Process browser;
    private final WebSocket socket;
    private final Answers answers;

    private HeadlessPage(Process browser, WebSocket socket, Answers answers) {
        this.browser = browser;
        this.socket = socket;
        this.answers = answers;
    }

    /** Opens a page; the test is skipped, and says so, where there is no Chromium. */
    static HeadlessPage open(URI page, Path profile) throws Exception {
        Path chromium = Path.of("/usr/bin/chromium");
        assumeTrue(Files.isExecutable(chromium), "skipped: no /usr/bin/chromium");
        Process browser = new ProcessBuilder(List.of(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--remote-allow-origins=*",
                        "--user-data-dir=" + profile))
                .redirectErrorStream(true)
                .start();
        URI devTools = devTools(browser);
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest newPage = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + devTools.getPort() + "/json/new?" + page))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        JsonNode target = new ObjectMapper()
                .readTree(
                        http.send(newPage, HttpResponse.BodyHandlers.ofString()).body());
        Answers answers = new Answers();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(target.get("webSocketDebuggerUrl").asText()), answers)
                .get(SECONDS, TimeUnit.SECONDS);
        return new HeadlessPage(browser, socket, answers);
    }

    /** All text of the page at this moment, hidden parts included. */
    String text() throws Exception {
        return evaluate("document.body.textContent").asText();
    }

    /** Clicks the button with a text, if it is there. */
    void click(String button) throws Exception {
        evaluate("[...document.querySelectorAll('button')].filter(b => b.textContent.trim() === '" + button
                + "').forEach(b => b.click())");
    }

    /** Clicks the element with an id. */
    void clickId(String id) throws Exception {
        evaluate("document.getElementById('" + id + "').click()");
    }

    private JsonNode evaluate(String expression) throws Exception {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.next = answer;
        String message = new ObjectMapper()
                .writeValueAsString(Map.of(
                        "id",
                        1,
                        "method",
                        "Runtime.evaluate",
                        "params",
                        Map.of("expression", expression, "returnByValue", true)));
        socket.sendText(message, true).get(SECONDS, TimeUnit.SECONDS);
        return answer.get(SECONDS, TimeUnit.SECONDS).at("/result/result/value");
    }

    @Override
    public void close() {
        browser.descendants().forEach(ProcessHandle::destroyForcibly);
        browser.destroyForcibly();
    }

    private static URI devTools(Process browser) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(browser.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(ANNOUNCEMENT)) {
                drain(out);
                return URI.create(line.substring(ANNOUNCEMENT.length()).trim());
            }
        }
        throw new IOException("chromium ended before it listened");
    }

    /** A browser that nobody listens to would stop when its pipe is full. */
    private static void drain(BufferedReader out) {
        Thread thread = new Thread(() -> {
            try {
                while (out.readLine() != null) {
                    // only to keep the pipe empty
                }
            } catch (IOException ended) {
                // so has the browser
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private volatile CompletableFuture<JsonNode> next = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    next.complete(new ObjectMapper().readTree(text.toString()));
                } catch (IOException notJson) {
                    next.completeExceptionally(notJson);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
