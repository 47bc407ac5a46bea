/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which series of a target: the first 128 bits of the SHA-256 of its name and labels, so that a state of many series stays
 * small whatever their labels are. Two series of one target never share an id in practice. Immutable.
 *
 * @param high the first eight bytes
 * @param low the next eight bytes
 */
public record SeriesId(long high, long low) implements Comparable<SeriesId> {
    /** The id of a text that contains name and labels in one fixed order. */
    public static SeriesId of(String nameAndLabels) {
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(nameAndLabels.getBytes(StandardCharsets.UTF_8)));
        return new SeriesId(digest.getLong(), digest.getLong());
    }

    @Override
    public int compareTo(SeriesId other) {
        int byHigh = Long.compare(high, other.high);
        return byHigh != 0 ? byHigh : Long.compare(low, other.low);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
