/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.source;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.fact.FactRowJson;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeRowJson;
import io.meshobservatory.jobs.detection.control.ControlJson;
import io.meshobservatory.jobs.source.OtlpRecord;
import io.meshobservatory.models.story.Control;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes a row of a record.
 *
 * @param <T> the row
 */
interface Parser<T> extends Serializable {
    /**
     * The row of a record, null where nothing is told that matters here.
     *
     * @throws IllegalArgumentException if it holds no such row; the message says what is wrong
     */
    @Nullable
    T parse(OtlpRecord record);

    /** Rows of edges in minutes; those of other windows, which are most, are told apart without being read. */
    final class Edges implements Parser<EdgeRow> {
        private static final long serialVersionUID = 1L;
        private static final byte[] SECONDS = "\"window_seconds\":".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] MINUTE = "60,".getBytes(StandardCharsets.US_ASCII);
        /** The width is the second field, behind a time. */
        private static final int WIDTH_WITHIN = 80;

        @Override
        public @Nullable EdgeRow parse(OtlpRecord record) {
            byte[] value = record.value();
            int seconds = indexOf(SECONDS, value, Math.min(value.length, WIDTH_WITHIN));
            if (value.length == 0 || (seconds >= 0 && !isAt(MINUTE, value, seconds + SECONDS.length))) {
                return null;
            }
            return EdgeRowJson.read(value);
        }

        private static int indexOf(byte[] wanted, byte[] in, int end) {
            for (int at = 0; at + wanted.length <= end; at++) {
                if (isAt(wanted, in, at)) {
                    return at;
                }
            }
            return -1;
        }

        private static boolean isAt(byte[] wanted, byte[] in, int at) {
            if (at + wanted.length > in.length) {
                return false;
            }
            for (int i = 0; i < wanted.length; i++) {
                if (in[at + i] != wanted[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Rows of facts. */
    final class Facts implements Parser<FactRow> {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable FactRow parse(OtlpRecord record) {
            return record.value().length == 0 ? null : FactRowJson.read(record.value());
        }
    }

    /** What people say. */
    final class Controls implements Parser<Control> {
        private static final long serialVersionUID = 1L;

        @Override
        public Control parse(OtlpRecord record) {
            byte[] value = record.value();
            if (value.length > 1 && value[0] == MeshRecordDeserializer.TOMBSTONE) {
                return Control.removal(
                        new String(value, 1, value.length - 1, StandardCharsets.UTF_8), record.writtenMillis());
            }
            return ControlJson.read(value, record.writtenMillis());
        }
    }
}
