/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS for both ports, from PEM files. They are read once, at start.
 *
 * @param certificateChain the server's certificate, then its issuers
 * @param privateKey the server's key, PKCS#8, not encrypted
 * @param clientAuthorities the certificates that may have signed a client's; null accepts clients without certificate
 */
public record TlsFiles(
        Path certificateChain, Path privateKey, @Nullable Path clientAuthorities) {
    public TlsFiles {
        requireNonNull(certificateChain, "certificateChain");
        requireNonNull(privateKey, "privateKey");
        requireReadable(certificateChain, "TLS certificate chain");
        requireReadable(privateKey, "TLS private key");
        if (clientAuthorities != null) {
            requireReadable(clientAuthorities, "TLS client authorities");
        }
    }

    private static void requireReadable(Path file, String what) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(what + ": " + file + " (expected: a readable PEM file)");
        }
    }
}
