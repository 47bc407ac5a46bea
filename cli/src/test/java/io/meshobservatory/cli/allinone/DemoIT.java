/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.cli.ObservatoryCli;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user runs it: a process of its own, looked at through the API and a browser, stopped, started again. */
class DemoIT {
    /** Before the first edges of the present come those of the past; a busy machine takes its time for them. */
    private static final Duration FIRST_START = Duration.ofMinutes(3);

    private static final Duration FIRST_ALERT = Duration.ofMinutes(1);
    private static final Duration FIRST_EDGES = Duration.ofSeconds(60);
    private static final Duration PAGE = Duration.ofSeconds(30);

    private static final Pattern SOME_EDGES = Pattern.compile("[1-9][0-9]* edges");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    @DisplayName("shows edges, and an alert of the first scripted attack, and goes on after a stop and a kill")
    void showsEdgesAndAlertsAndGoesOn() throws Exception {
        int apiPort = freePort();
        URI dashboard = URI.create("http://127.0.0.1:" + apiPort);
        Process demo = start(apiPort);
        try {
            JsonNode edges = awaitEdges(dashboard, FIRST_START);
            assertThat(edges.findValuesAsText("name")).contains("checkout");
            JsonNode alert = awaitAlert(dashboard);
            assertThat(said()).contains("EXFILTRATION: " + attacker(alert));
            assertThat(awaitText(dashboard, alert.at("/finding_info/title").asText()))
                    .contains("checkout");
            stop(demo);
        } finally {
            demo.destroyForcibly();
        }

        Process again = start(apiPort);
        List<ProcessHandle> leftBehind = List.of();
        try {
            assertThat(awaitEdges(dashboard, FIRST_EDGES)).isNotEmpty();
            assertThat(said()).doesNotContain("Exception");
            leftBehind = again.descendants().toList();
        } finally {
            again.destroyForcibly();
        }

        // killed, not stopped: its PostgreSQL outlives it, and must not keep the next start out
        again.waitFor();
        Process afterKill = start(apiPort);
        try {
            assertThat(awaitEdges(dashboard, FIRST_EDGES)).isNotEmpty();
            stop(afterKill);
        } finally {
            afterKill.destroyForcibly();
            leftBehind.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private Process start(int apiPort) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String opened : List.of("java.lang", "java.util", "java.util.concurrent", "java.time", "java.net")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.addAll(List.of("-Xmx1500m", "-cp", System.getProperty("java.class.path")));
        command.add(ObservatoryCli.class.getName());
        command.addAll(List.of("demo", "--headless", "--grpc-port", "0", "--http-port", "0", "--flink-port", "0"));
        command.addAll(List.of("--api-port", Integer.toString(apiPort), "--for", "5m"));
        command.addAll(List.of("--data", directory.resolve("data").toString()));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out.txt").toFile())
                .redirectError(directory.resolve("err.txt").toFile())
                .start();
    }

    /** As Ctrl-C would, but by SIGTERM, which a process can send. */
    private static void stop(Process demo) throws InterruptedException {
        demo.destroy();
        assertThat(demo.waitFor(40, TimeUnit.SECONDS)).as("stops by itself").isTrue();
    }

    private JsonNode awaitEdges(URI dashboard, Duration patience) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            Thread.sleep(500);
            JsonNode edges = edges(dashboard);
            if (edges != null && edges.size() > 10) {
                return edges;
            }
        }
        throw new AssertionError("no edges within " + patience + "; the demo said: " + said());
    }

    /** An alert of the attack that began before the demo did. */
    private JsonNode awaitAlert(URI dashboard) throws Exception {
        long deadline = System.nanoTime() + FIRST_ALERT.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode answer = get(dashboard.resolve("/api/v1/alerts?kind=EXFILTRATION&status=OPEN"));
            if (answer != null && !answer.get("alerts").isEmpty()) {
                return answer.get("alerts").get(0);
            }
            Thread.sleep(500);
        }
        throw new AssertionError("no alert within " + FIRST_ALERT + "; the demo said: " + said());
    }

    /** As in the demo's announcement: the name without cluster and namespace. */
    private static String attacker(JsonNode alert) {
        String name = alert.at("/resources/0/name").asText();
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("err.txt"));
    }

    private JsonNode edges(URI dashboard) throws IOException, InterruptedException {
        JsonNode answer = get(dashboard.resolve("/api/v1/topology?from=-60s"));
        return answer == null ? null : answer.get("edges");
    }

    /** The answer, null while there is none. */
    private JsonNode get(URI address) throws IOException, InterruptedException {
        try {
            HttpResponse<String> response =
                    http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? new ObjectMapper().readTree(response.body()) : null;
        } catch (ConnectException notYet) {
            return null;
        }
    }

    private String awaitText(URI dashboard, String alert) throws Exception {
        try (HeadlessPage page = HeadlessPage.open(dashboard, directory.resolve("profile"))) {
            long deadline = System.nanoTime() + PAGE.toNanos();
            String text = "";
            while (!SOME_EDGES.matcher(text).find() && System.nanoTime() < deadline) {
                Thread.sleep(500);
                text = page.text();
            }
            page.clickId("alerts-toggle");
            while (!text.contains(alert) && System.nanoTime() < deadline) {
                Thread.sleep(500);
                text = page.text();
            }
            assertThat(text).as("the list of alerts").contains(alert);
            page.click("Table");
            while (!text.contains("checkout") && System.nanoTime() < deadline) {
                Thread.sleep(500);
                text = page.text();
            }
            return text;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
