/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The recordings that tests use where they are there. */
public final class TestData {
    private TestData() {}

    /** A file of the test data; the test is skipped, and says so, where it is missing. */
    public static Path find(String name) {
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
