/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Base of the serializers of states that change and know their own versioned bytes; copies are real.
 *
 * @param <T> the state
 */
public abstract class StateSerializer<T> extends RecordSerializer<T> {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_BYTES = 1024;

    /** Writes the state. */
    protected abstract void write(T state, DataOutput out) throws IOException;

    /** Reads what {@link #write} wrote. */
    protected abstract T read(DataInput in) throws IOException;

    @Override
    public final boolean isImmutableType() {
        return false;
    }

    @Override
    public final void serialize(T state, DataOutputView target) throws IOException {
        write(state, target);
    }

    @Override
    public final T deserialize(DataInputView source) throws IOException {
        return read(source);
    }

    @Override
    public final T copy(T from) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(FIRST_BYTES);
            write(from, out);
            return read(new DataInputDeserializer(out.getSharedBuffer(), 0, out.length()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
