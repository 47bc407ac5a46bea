/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.inprocess;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Gives a job what an iterator of its own process gives, in that order, by one reader. For jobs that take no checkpoints and
 * are not restarted: nothing can be read twice.
 */
public final class InProcessSource<T>
        implements Source<T, InProcessSplit<T>, Collection<InProcessSplit<T>>>, ResultTypeQueryable<T> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Iterator<?>> OPEN = new ConcurrentHashMap<>();

    private final String id;
    private final TypeInformation<T> type;

    private InProcessSource(String id, TypeInformation<T> type) {
        this.id = id;
        this.type = type;
    }

    /** A source of what the iterator gives; it is good for one job. */
    public static <T> InProcessSource<T> of(Iterator<T> values, TypeInformation<T> type) {
        String id = UUID.randomUUID().toString();
        OPEN.put(id, values);
        return new InProcessSource<>(id, type);
    }

    @SuppressWarnings("unchecked") // an id belongs to one source, and so to one type
    static <T> Iterator<T> take(String id) {
        return (Iterator<T>) Objects.requireNonNull(OPEN.remove(id), "the values of this source have been read before");
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<T, InProcessSplit<T>> createReader(SourceReaderContext context) {
        return new IteratorSourceReader<>(context);
    }

    @Override
    public SplitEnumerator<InProcessSplit<T>, Collection<InProcessSplit<T>>> createEnumerator(
            SplitEnumeratorContext<InProcessSplit<T>> context) {
        // the reader takes it for granted that a split holds something
        boolean empty = !Objects.requireNonNull(OPEN.get(id), "the values of this source have been read before")
                .hasNext();
        return new IteratorSourceEnumerator<>(context, empty ? List.of() : List.of(new InProcessSplit<>(id)));
    }

    @Override
    public SplitEnumerator<InProcessSplit<T>, Collection<InProcessSplit<T>>> restoreEnumerator(
            SplitEnumeratorContext<InProcessSplit<T>> context, Collection<InProcessSplit<T>> left) {
        return new IteratorSourceEnumerator<>(context, left);
    }

    @Override
    public SimpleVersionedSerializer<InProcessSplit<T>> getSplitSerializer() {
        return new InProcessSplit.Serializer<>();
    }

    @Override
    public SimpleVersionedSerializer<Collection<InProcessSplit<T>>> getEnumeratorCheckpointSerializer() {
        return new InProcessSplit.CheckpointSerializer<>();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }
}
