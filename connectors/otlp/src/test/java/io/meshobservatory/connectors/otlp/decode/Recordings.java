/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The recordings that tests use where they are there; read without the product's own file reader. */
final class Recordings {
    private Recordings() {}

    static List<byte[]> frames(String name) {
        Path file = find(name);
        List<byte[]> frames = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                name.endsWith(".gz")
                        ? new GZIPInputStream(Files.newInputStream(file), 1 << 16)
                        : Files.newInputStream(file)))) {
            while (true) {
                int length;
                try {
                    length = in.readInt();
                } catch (EOFException end) {
                    return frames;
                }
                frames.add(in.readNBytes(length));
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot read " + file, unreadable);
        }
    }

    static Path find(String name) {
        String configured = System.getenv("OBSERVATORY_TEST_DATA");
        if (configured != null) {
            Path file = Path.of(configured, name);
            assumeTrue(Files.exists(file), "skipped: no recording at " + file);
            return file;
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/data").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        assumeTrue(false, "skipped: recording " + name + " not found; set OBSERVATORY_TEST_DATA");
        throw new AssertionError("unreachable");
    }
}
