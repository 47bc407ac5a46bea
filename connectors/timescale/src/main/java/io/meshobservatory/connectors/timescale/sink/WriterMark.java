/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * What a checkpoint keeps of a writer: enough to find the rows that it inserted afterwards.
 *
 * @param writer under which it inserts rows
 * @param watermarkMillis the greatest watermark that it saw, or start of a window of which it wrote a row; {@link
 *     Long#MIN_VALUE} if none: then it had not written anything
 */
record WriterMark(UUID writer, long watermarkMillis) {
    static final SimpleVersionedSerializer<WriterMark> SERIALIZER = new Serializer();

    /** Whether event time had not begun. */
    boolean isTimeless() {
        return watermarkMillis == Long.MIN_VALUE;
    }

    /** The id's two halves and the watermark, 8 bytes each. */
    private static final class Serializer implements SimpleVersionedSerializer<WriterMark> {
        private static final int VERSION = 1;
        private static final int BYTES = 3 * Long.BYTES;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(WriterMark mark) {
            return ByteBuffer.allocate(BYTES)
                    .putLong(mark.writer.getMostSignificantBits())
                    .putLong(mark.writer.getLeastSignificantBits())
                    .putLong(mark.watermarkMillis)
                    .array();
        }

        @Override
        public WriterMark deserialize(int version, byte[] bytes) throws IOException {
            if (version != VERSION || bytes.length != BYTES) {
                throw new IOException("state of a writer in version " + version + " with " + bytes.length
                        + " bytes (expected: " + VERSION + " with " + BYTES + ")");
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new WriterMark(new UUID(buffer.getLong(), buffer.getLong()), buffer.getLong());
        }
    }
}
