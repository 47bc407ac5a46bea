/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows in error messages what stands in a file. */
final class Preview {
    private static final int SHOWN_BYTES = 16;

    private Preview() {}

    /** The first bytes, in hexadecimal, and as text where they are text. */
    static String of(byte[] bytes) {
        int shown = Math.min(bytes.length, SHOWN_BYTES);
        String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown) + (shown < bytes.length ? " ..." : "");
        for (int i = 0; i < shown; i++) {
            if (bytes[i] < ' ' || bytes[i] == 0x7F) {
                return "bytes " + hex;
            }
        }
        return "bytes " + hex + " '" + new String(bytes, 0, shown, StandardCharsets.US_ASCII) + "'";
    }

    /** What the bytes may be instead, for those formats that are often taken for this one; else empty. */
    static String hint(byte[] bytes) {
        boolean zstd = bytes.length >= 4
                && (bytes[0] & 0xFF) == 0x28
                && (bytes[1] & 0xFF) == 0xB5
                && (bytes[2] & 0xFF) == 0x2F
                && (bytes[3] & 0xFF) == 0xFD;
        return zstd ? ", which is Zstandard: unpack it first, or write without 'compression: zstd'" : "";
    }

    /** A signal as people call it. */
    static String name(OtlpSignal signal) {
        return signal.name().toLowerCase(Locale.ROOT);
    }

    /** Signals as people call them, joined by "or". */
    static String names(Collection<OtlpSignal> signals) {
        return signals.stream().map(Preview::name).collect(Collectors.joining(" or "));
    }
}
