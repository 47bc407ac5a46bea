/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.window.EdgeStats;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A sum that waits, or is remembered in case that it has to be taken back: as the bytes that it has in a checkpoint, which are a
 * fifth of what its objects take. Immutable, so that the heap backend need not copy it for a checkpoint.
 */
public final class HeldSum {
    private static final int TYPICAL_BYTES = 256;

    private final byte[] bytes;

    /** @param bytes what {@link EdgeStats#write} wrote; not copied */
    HeldSum(byte[] bytes) {
        this.bytes = bytes;
    }

    static HeldSum of(EdgeStats stats) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(TYPICAL_BYTES);
        stats.write(out);
        return new HeldSum(out.getCopyOfBuffer());
    }

    /** This and another sum together; the other stays as it is. */
    HeldSum plus(EdgeStats other) throws IOException {
        EdgeStats sum = stats();
        sum.merge(other);
        return of(sum);
    }

    /** What is held, as an object of its own. */
    EdgeStats stats() throws IOException {
        return EdgeStats.read(new DataInputDeserializer(bytes));
    }

    /** Not to be written to. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HeldSum that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
