/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.recorded;

import io.meshobservatory.jobs.source.OtlpFileFormat;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/** Reads files, and lets the program that runs the job in its own process see how many requests were read. */
final class CountedFormat extends SimpleStreamFormat<OtlpRecord> implements AutoCloseable {
    private static final long serialVersionUID = 1L;
    private static final Map<String, LongAdder> COUNTERS = new ConcurrentHashMap<>();

    private final OtlpFileFormat format;
    private final String id = UUID.randomUUID().toString();

    /**
     * @param format what reads
     * @param read is raised with each request
     */
    CountedFormat(OtlpFileFormat format, LongAdder read) {
        this.format = format;
        COUNTERS.put(id, read);
    }

    @Override
    public Reader<OtlpRecord> createReader(Configuration config, FSDataInputStream stream) throws IOException {
        LongAdder read = Objects.requireNonNull(COUNTERS.get(id), "the format was closed before the job ended");
        Reader<OtlpRecord> reader = format.createReader(config, stream);
        return new Reader<>() {
            @Override
            public @Nullable OtlpRecord read() throws IOException {
                OtlpRecord otlp = reader.read();
                if (otlp != null) {
                    read.increment();
                }
                return otlp;
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }

    @Override
    public TypeInformation<OtlpRecord> getProducedType() {
        return format.getProducedType();
    }

    @Override
    public void close() {
        COUNTERS.remove(id);
    }
}
