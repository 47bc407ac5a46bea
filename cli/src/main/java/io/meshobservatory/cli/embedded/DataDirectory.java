/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory in which an all-in-one keeps its data. Only one process at a time may have it. */
public final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes a directory, making it if necessary.
     *
     * @throws IOException if it cannot be made or written, or if another process has it; the message says so
     */
    public static DataDirectory open(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        FileChannel channel =
                FileChannel.open(absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "the data directory " + absolute + " is in use by another process (choose another with --data)");
        }
        return new DataDirectory(absolute, channel, lock);
    }

    /** A directory within it, made if necessary. */
    public Path resolve(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
