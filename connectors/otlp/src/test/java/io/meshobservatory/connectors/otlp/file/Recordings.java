/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the recordings that lie beside the repository, and reads them. */
final class Recordings {
    private Recordings() {}

    /** A recording; the test is skipped where it is missing. */
    static Path path(String name) {
        Path directory = directory();
        assumeTrue(directory != null, "no recordings: set OBSERVATORY_TEST_DATA, or put them at ../shared/data");
        Path file = directory.resolve(name);
        assumeTrue(Files.exists(file), () -> "no recording " + file);
        return file;
    }

    static OtlpFileReader open(Path file) throws IOException {
        return OtlpFileReader.open(
                new BufferedInputStream(Files.newInputStream(file)),
                file.getFileName().toString(),
                null);
    }

    static List<OtlpFrame> frames(Path file) {
        try (OtlpFileReader reader = open(file)) {
            return frames(reader);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<OtlpFrame> frames(OtlpFileReader reader) throws IOException {
        List<OtlpFrame> frames = new ArrayList<>();
        for (OtlpFrame frame = reader.next(); frame != null; frame = reader.next()) {
            frames.add(frame);
        }
        return frames;
    }

    private static @Nullable Path directory() {
        String told = System.getenv("OBSERVATORY_TEST_DATA");
        if (told != null) {
            return Path.of(told);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolveSibling("shared").resolve("data");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
