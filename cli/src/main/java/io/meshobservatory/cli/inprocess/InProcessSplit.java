/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** All of an {@link InProcessSource}: the name under which its iterator waits. */
public final class InProcessSplit<T> implements IteratorSourceSplit<T, Iterator<T>> {
    private final String id;

    InProcessSplit(String id) {
        this.id = id;
    }

    @Override
    public String splitId() {
        return id;
    }

    @Override
    public Iterator<T> getIterator() {
        return InProcessSource.take(id);
    }

    @Override
    public IteratorSourceSplit<T, Iterator<T>> getUpdatedSplitForIterator(Iterator<T> iterator) {
        return this;
    }

    static final class Serializer<T> implements SimpleVersionedSerializer<InProcessSplit<T>> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(InProcessSplit<T> split) {
            return split.id.getBytes(UTF_8);
        }

        @Override
        public InProcessSplit<T> deserialize(int version, byte[] serialized) {
            return new InProcessSplit<>(new String(serialized, UTF_8));
        }
    }

    /** There is at most one. */
    static final class CheckpointSerializer<T> implements SimpleVersionedSerializer<Collection<InProcessSplit<T>>> {
        private final Serializer<T> one = new Serializer<>();

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Collection<InProcessSplit<T>> splits) throws IOException {
            return splits.isEmpty()
                    ? new byte[0]
                    : one.serialize(splits.iterator().next());
        }

        @Override
        public Collection<InProcessSplit<T>> deserialize(int version, byte[] serialized) {
            return serialized.length == 0 ? List.of() : new ArrayList<>(List.of(one.deserialize(version, serialized)));
        }
    }
}
