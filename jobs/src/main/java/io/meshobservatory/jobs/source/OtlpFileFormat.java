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

/**
 * Reads the requests of all signals from files that the Collector's file exporter wrote. The topic of a record is the one on
 * which the bridge would have put it.
 */
public final class OtlpFileFormat extends SimpleStreamFormat<OtlpRecord> {
    private static final long serialVersionUID = 1L;

    private final @Nullable OtlpSignal kindOfFile;

    /** @param kindOfFile the signal of protobuf files, null to find out by looking */
    public OtlpFileFormat(@Nullable OtlpSignal kindOfFile) {
        this.kindOfFile = kindOfFile;
    }

    @Override
    public Reader<OtlpRecord> createReader(Configuration config, FSDataInputStream stream) throws IOException {
        return new FileReader(OtlpFileReader.open(stream, "input", kindOfFile));
    }

    @Override
    public TypeInformation<OtlpRecord> getProducedType() {
        return OtlpRecord.TYPE;
    }

    private static final class FileReader implements Reader<OtlpRecord> {
        private final OtlpFileReader file;

        FileReader(OtlpFileReader file) {
            this.file = file;
        }

        @Override
        public @Nullable OtlpRecord read() throws IOException {
            OtlpFrame frame = file.next();
            return frame == null
                    ? null
                    : new OtlpRecord(
                            frame.signal().topic(), 0, file.frameCount(), OtlpRecord.NEVER_WRITTEN, frame.value());
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
