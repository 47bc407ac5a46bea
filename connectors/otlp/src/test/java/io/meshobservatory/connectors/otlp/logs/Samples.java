/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Logs of real proxies, where they are there. */
final class Samples {
    private Samples() {}

    static List<String> lines(String name) {
        Path file = find(name);
        assumeTrue(
                file != null && Files.exists(file),
                "skipped: sample " + name + " not found; set OBSERVATORY_TEST_DATA");
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path find(String name) {
        String configured = System.getenv("OBSERVATORY_TEST_DATA");
        if (configured != null) {
            return Path.of(configured, name);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/data").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }
}
