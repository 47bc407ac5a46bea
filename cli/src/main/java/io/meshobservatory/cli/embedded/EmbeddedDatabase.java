/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL server beside this process, on the loopback interface. */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final long STOP_SECONDS = 30;
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts a server on the data in a directory, which is initialised if it is empty.
     *
     * @param directory where the data is; kept when the server is closed
     */
    public static EmbeddedDatabase start(Path directory) throws IOException {
        stopOrphan(directory);
        Path log = directory.resolveSibling(directory.getFileName() + ".log");
        Files.deleteIfExists(log);
        var toLog = ProcessBuilder.Redirect.appendTo(log.toFile());
        try {
            return new EmbeddedDatabase(EmbeddedPostgres.builder()
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(STARTUP)
                    .setOutputRedirector(toLog)
                    .setErrorRedirector(toLog)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .start());
        } catch (IOException | RuntimeException failed) {
            throw new IOException("the embedded PostgreSQL did not start; its log is " + log, failed);
        }
    }

    /**
     * A server outlives a process that was killed, and would keep the next one out. The directory is ours (it is locked),
     * so what runs on it is ours to stop.
     */
    private static void stopOrphan(Path directory) throws IOException {
        Path pidFile = directory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        boolean ours = lines.size() > 1 && Files.isSameFile(Path.of(lines.get(1)), directory);
        if (!ours) {
            return;
        }
        Optional<ProcessHandle> server = ProcessHandle.of(
                        Long.parseLong(lines.get(0).trim()))
                .filter(process -> process.info().command().orElse("").contains("postgres"));
        if (server.isPresent()) {
            server.get().destroy();
            try {
                server.get().onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException stillRunning) {
                server.get().destroyForcibly();
            }
        }
    }

    /** How to reach it, user included. */
    public String jdbcUrl() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
