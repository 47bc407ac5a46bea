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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user runs it: a process of its own, looked at through the API and a browser, stopped, started again. */
class DemoIT {
    private static final Duration FIRST_EDGES = Duration.ofSeconds(60);
    private static final Duration PAGE = Duration.ofSeconds(30);

    private static final Pattern SOME_EDGES = Pattern.compile("[1-9][0-9]* edges");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void showsEdgesWithinAMinuteAndGoesOnAfterAStopAndAKill() throws Exception {
        int apiPort = freePort();
        URI dashboard = URI.create("http://127.0.0.1:" + apiPort);
        Process demo = start(apiPort);
        try {
            JsonNode edges = awaitEdges(dashboard, FIRST_EDGES);
            assertThat(edges.findValuesAsText("name")).contains("checkout");
            assertThat(awaitText(dashboard)).contains("checkout");
            stop(demo);
        } finally {
            demo.destroyForcibly();
        }

        Process again = start(apiPort);
        List<ProcessHandle> leftBehind = List.of();
        try {
            assertThat(awaitEdges(dashboard, FIRST_EDGES)).isNotEmpty();
            assertThat(Files.readString(directory.resolve("err.txt"))).doesNotContain("Exception");
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
        throw new AssertionError(
                "no edges within " + patience + "; the demo said: " + Files.readString(directory.resolve("err.txt")));
    }

    private JsonNode edges(URI dashboard) throws IOException, InterruptedException {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(dashboard.resolve("/api/v1/topology?from=-60s"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? new ObjectMapper().readTree(response.body()).get("edges")
                    : null;
        } catch (ConnectException notYet) {
            return null;
        }
    }

    private String awaitText(URI dashboard) throws Exception {
        try (HeadlessPage page = HeadlessPage.open(dashboard, directory.resolve("profile"))) {
            long deadline = System.nanoTime() + PAGE.toNanos();
            String text = "";
            while (!SOME_EDGES.matcher(text).find() && System.nanoTime() < deadline) {
                Thread.sleep(500);
                text = page.text();
            }
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
