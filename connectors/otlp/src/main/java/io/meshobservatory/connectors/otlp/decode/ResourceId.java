/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a resource that was seen before, byte by byte: two requests with the same object had the same resource. Immutable.
 *
 * @param bytes of the {@code Resource} message, not to be written to
 * @param hash of them
 */
record ResourceId(byte[] bytes, long hash) {
    /** The resource without attributes. */
    static final ResourceId EMPTY = new ResourceId(new byte[0], 0);

    /** As of objects: what the same bytes stand for is known by one of them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }
}
