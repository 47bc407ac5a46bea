/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is whole or not there: it is written under another name beside its place, and gets its own when it is
 * complete. What exists and is no regular file (a pipe, a device) is written directly. Not thread-safe.
 */
final class OutputFile implements AutoCloseable {
    private static final String PART = ".part";

    private final Path target;
    private final Path written;
    private final OutputStream stream;

    private OutputFile(Path target, Path written, OutputStream stream) {
        this.target = target;
        this.written = written;
        this.stream = stream;
    }

    /** The file cannot be written at its place; the message says why. */
    static final class CannotCreateException extends IOException {
        private static final long serialVersionUID = 1L;

        CannotCreateException(String message) {
            super(message);
        }
    }

    static OutputFile create(Path target) throws CannotCreateException {
        Path parent = target.toAbsolutePath().getParent();
        if (Files.isDirectory(target) || parent == null) {
            throw new CannotCreateException(target + ": is a directory (expected: a file to write)");
        }
        if (!Files.isDirectory(parent)) {
            throw new CannotCreateException(target + ": there is no directory " + parent);
        }
        boolean special = Files.exists(target) && !Files.isRegularFile(target);
        Path written = special ? target : target.resolveSibling(target.getFileName() + PART);
        try {
            return new OutputFile(target, written, Files.newOutputStream(written));
        } catch (IOException denied) {
            throw new CannotCreateException(
                    target + ": cannot be written (" + denied.getClass().getSimpleName() + ")");
        }
    }

    /** What to write to; whoever has written everything closes it. */
    OutputStream stream() {
        return stream;
    }

    boolean isGzip() {
        return target.toString().endsWith(".gz");
    }

    /** Puts the file, which is complete and closed, at its place. */
    void keep() throws IOException {
        if (!written.equals(target)) {
            Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Takes away what was not kept. */
    @Override
    public void close() throws IOException {
        stream.close();
        if (!written.equals(target)) {
            Files.deleteIfExists(written);
        }
    }
}
