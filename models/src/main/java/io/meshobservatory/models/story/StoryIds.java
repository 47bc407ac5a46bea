/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What names a story: whom it is about, and a hash of that and of its beginning. Stateless. */
final class StoryIds {
    private static final int BYTES = 16;

    private StoryIds() {}

    /** The node to look at first. */
    static Node principal(PatternMatch match) {
        Signal first = match.signals().get(0);
        if (match.kind() == AlertKind.DDOS && first.destination() != null) {
            return first.destination();
        }
        if (match.kind() == AlertKind.EXFILTRATION) {
            for (Signal signal : match.signals()) {
                if (Kinds.isSending(signal.kind())) {
                    return signal.source();
                }
            }
        }
        return first.source();
    }

    /**
     * The id of a story that begins with a match: the first 16 bytes of the SHA-256 of what it is about and of the minute of
     * the latest signal, in hexadecimal. By the latest and not the first, as an early signal may belong to two stories one
     * after the other.
     */
    static String of(String cluster, PatternMatch match, Node principal) {
        long latest =
                match.signals().stream().mapToLong(Signal::startMillis).max().orElseThrow();
        String about = String.join(
                "\n",
                match.kind().name(),
                cluster,
                principal.cluster(),
                principal.namespace(),
                principal.name(),
                principal.kind().name(),
                Long.toString(latest));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(about.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", impossible);
        }
    }
}
