/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The recordings that tests use where they are there. */
final class Recordings {
    private Recordings() {}

    static Path find(String name) {
        String configured = System.getenv("OBSERVATORY_TEST_DATA");
        Path found = configured == null ? search(name) : Path.of(configured, name);
        assumeTrue(
                found != null && Files.exists(found),
                "skipped: recording " + name + " not found; set OBSERVATORY_TEST_DATA");
        return found;
    }

    private static Path search(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/data").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }
}
