/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.source;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.file.OtlpFileReader;
import io.meshobservatory.connectors.otlp.file.OtlpFrame;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the requests of one signal from files that the Collector's file exporter wrote; other signals are passed over. */
public final class OtlpFileFormat extends SimpleStreamFormat<OtlpRecord> {
    private static final long serialVersionUID = 1L;

    private final OtlpSignal signal;
    private final @Nullable OtlpSignal kindOfFile;

    /**
     * @param signal the signal to read
     * @param kindOfFile the signal of protobuf files, null to find out by looking
     */
    public OtlpFileFormat(OtlpSignal signal, @Nullable OtlpSignal kindOfFile) {
        this.signal = signal;
        this.kindOfFile = kindOfFile;
    }

    @Override
    public Reader<OtlpRecord> createReader(Configuration config, FSDataInputStream stream) throws IOException {
        return new FileReader(OtlpFileReader.open(stream, "input", kindOfFile), signal);
    }

    @Override
    public TypeInformation<OtlpRecord> getProducedType() {
        return OtlpRecord.TYPE;
    }

    private static final class FileReader implements Reader<OtlpRecord> {
        private final OtlpFileReader file;
        private final OtlpSignal signal;

        FileReader(OtlpFileReader file, OtlpSignal signal) {
            this.file = file;
            this.signal = signal;
        }

        @Override
        public @Nullable OtlpRecord read() throws IOException {
            for (OtlpFrame frame = file.next(); frame != null; frame = file.next()) {
                if (frame.signal() == signal) {
                    return new OtlpRecord("file", 0, file.frameCount(), OtlpRecord.NEVER_WRITTEN, frame.value());
                }
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
