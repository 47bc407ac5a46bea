/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file is not what it should be. The message can be shown to its owner: it names the file, the place (byte offset, or
 * line and column of JSON), what was found and what was expected.
 */
public final class OtlpFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private OtlpFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static OtlpFileException atByte(String file, long offset, String found, String expected) {
        return new OtlpFileException(
                file + ": at byte " + offset + ": " + found + " (expected: " + expected + ")", null);
    }

    static OtlpFileException atLine(
            String file, int line, int column, String found, String expected, @Nullable Throwable cause) {
        return new OtlpFileException(
                file + ": at line " + line + ", column " + column + ": " + found + " (expected: " + expected + ")",
                cause);
    }
}
