/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.inprocess;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Brings a stream's values to the program that runs the job in its own process. Values of one subtask keep their order.
 * For jobs that are not restarted: a restart would give values twice.
 */
public final class InProcessSink<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Queue<Object>> OPEN = new ConcurrentHashMap<>();

    private final String id;

    private InProcessSink(String id) {
        this.id = id;
    }

    /** Adds a sink to a stream; the results are there when the job has ended. */
    public static <T> Results<T> attach(DataStream<T> stream) {
        String id = UUID.randomUUID().toString();
        Queue<Object> values = new ConcurrentLinkedQueue<>();
        OPEN.put(id, values);
        stream.sinkTo(new InProcessSink<>(id));
        return new Results<>(id, values);
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        Queue<Object> values = Objects.requireNonNull(OPEN.get(id), "the results were closed before the job ended");
        return new SinkWriter<>() {
            @Override
            public void write(T element, Context elementContext) {
                values.add(element);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }

    /** What a stream gave. */
    public static final class Results<T> implements AutoCloseable {
        private final String id;
        private final Queue<Object> values;

        private Results(String id, Queue<Object> values) {
            this.id = id;
            this.values = values;
        }

        @SuppressWarnings("unchecked") // only the stream's own sink adds to it
        public Collection<T> values() {
            return (Collection<T>) values;
        }

        @Override
        public void close() {
            OPEN.remove(id);
        }
    }
}
