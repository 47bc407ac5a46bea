/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium, driven over its own protocol; as much of it as the tests of the page need. */
public final class Chrome implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final Messages messages;

    private Chrome(Process process, Path profile, WebSocket socket, Messages messages) {
        this.process = process;
        this.profile = profile;
        this.socket = socket;
        this.messages = messages;
    }

    /** The browser's binary, if there is one. */
    public static Optional<Path> binary() {
        Stream<Path> onPath = Arrays.stream(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
                        .map(name -> Path.of(folder, name)));
        return Stream.concat(Stream.of(Path.of("/usr/bin/chromium")), onPath)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts a browser with a profile of its own and one page.
     *
     * @param scheme `dark` or `light`
     */
    public static Chrome start(Path binary, int width, int height, String scheme) throws IOException {
        Path profile = Files.createTempDirectory("observatory-chrome");
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--window-size=" + width + "," + height,
                "--user-data-dir=" + profile,
                "about:blank"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("chrome.log").toFile())
                .start();
        String endpoint = endpoint(process, profile);
        Messages messages = new Messages();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(endpoint), messages)
                .join();
        Chrome chrome = new Chrome(process, profile, socket, messages);
        chrome.attach(scheme, width, height);
        return chrome;
    }

    /** Opens an address and waits until it is loaded. */
    public void open(String url) {
        call("Page.navigate", Map.of("url", url));
        await("document.readyState === 'complete'");
    }

    /** The value of a script, as JSON has it. */
    public JsonNode evaluate(String script) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(script + ": " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    /** Waits until a script is true. */
    public void await(String script) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (evaluate("Boolean(" + script + ")").asBoolean()) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + script, interrupted);
            }
        }
        throw new AssertionError("not true within " + PATIENCE + ": " + script + "\npage: "
                + evaluate("document.body ? document.body.innerText.slice(0, 2000) : ''") + "\nconsole: " + console());
    }

    /** Clicks with the mouse. */
    public void click(double x, double y) {
        for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            call("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
        }
    }

    /** Presses a key that writes a character. */
    public void type(String text) {
        text.chars().forEach(character -> {
            String key = Character.toString(character);
            call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "text", key));
            call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
        });
    }

    /** Presses a key that writes nothing. */
    public void press(String key) {
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** What the page complained about. */
    public List<String> console() {
        return List.copyOf(messages.complaints);
    }

    /** Passes over complaints so far, where a test gave reason for them. */
    public void forgetConsole() {
        messages.complaints.clear();
    }

    /** The page as PNG. */
    public byte[] screenshot() {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png"))
                        .get("data")
                        .asText());
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        Files.walkFileTree(profile, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void attach(String scheme, int width, int height) {
        String target = call("Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .asText();
        messages.session = call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asText();
        call("Page.enable", Map.of());
        call("Runtime.enable", Map.of());
        call("Log.enable", Map.of());
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = messages.nextId.incrementAndGet();
        ObjectNode message = MAPPER.createObjectNode().put("id", id).put("method", method);
        message.set("params", MAPPER.valueToTree(parameters));
        if (messages.session != null) {
            message.put("sessionId", messages.session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        messages.pending.put(id, answer);
        socket.sendText(message.toString(), true).join();
        JsonNode arrived =
                answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (arrived.has("error")) {
            throw new IllegalStateException(method + ": " + arrived.get("error"));
        }
        return arrived.get("result");
    }

    private static String endpoint(Process process, Path profile) throws IOException {
        Path file = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() >= 2) {
                    return "ws://127.0.0.1:" + lines.get(0) + lines.get(1);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        process.destroyForcibly();
        throw new IOException("the browser did not start: "
                + Files.readString(profile.resolve("chrome.log"), StandardCharsets.UTF_8));
    }

    private static final class Messages implements WebSocket.Listener {
        private final AtomicInteger nextId = new AtomicInteger();
        private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
        private final List<String> complaints = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private volatile @Nullable String session;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                arrived(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void arrived(String message) {
            JsonNode json;
            try {
                json = MAPPER.readTree(message);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            CompletableFuture<JsonNode> answer = pending.remove(json.path("id").asInt(-1));
            if (answer != null) {
                answer.complete(json);
                return;
            }
            JsonNode parameters = json.path("params");
            switch (json.path("method").asText()) {
                case "Runtime.exceptionThrown" ->
                    complaints.add(parameters.path("exceptionDetails").toString());
                case "Log.entryAdded" -> {
                    if (parameters.path("entry").path("level").asText().equals("error")) {
                        complaints.add(parameters.path("entry").toString());
                    }
                }
                case "Runtime.consoleAPICalled" -> {
                    if (List.of("error", "warning")
                            .contains(parameters.path("type").asText())) {
                        complaints.add(parameters.path("args").toString());
                    }
                }
                default -> {}
            }
        }
    }
}
