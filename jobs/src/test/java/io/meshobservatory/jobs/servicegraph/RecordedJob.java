/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.connectors.timescale.sink.EdgeRowSink;
import io.meshobservatory.connectors.timescale.sink.NodeSightingSink;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.source.OtlpFileFormat;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job on a recorded file as a stream, slowly enough for things to happen in the middle, into a real database. */
final class RecordedJob {
    private RecordedJob() {}

    static void define(
            StreamExecutionEnvironment env,
            Path recording,
            DatabaseConfig database,
            RichMapFunction<OtlpRecord, OtlpRecord> inTheMiddle) {
        ServiceGraphJob.configure(env);
        FileSource<OtlpRecord> source = FileSource.forRecordStreamFormat(
                        new OtlpFileFormat(OtlpSignal.SPANS), new org.apache.flink.core.fs.Path(recording.toUri()))
                .build();
        ServiceGraphConfig config = ServiceGraphConfig.defaults();
        // behind all disorder of the recording: nothing is withdrawn, so that first and last times do not depend on
        // timing
        DataStream<OtlpRecord> requests = env.fromSource(source, config.watermarks(), "file")
                .uid("file")
                .setParallelism(1)
                .map(inTheMiddle)
                .returns(OtlpRecord.TYPE)
                .setParallelism(1)
                .uid("in-the-middle");
        ServiceGraphOutputs outputs = ServiceGraphTopology.define(ServiceGraphInputs.of(requests), config);
        outputs.edges().sinkTo(new EdgeRowSink(database)).uid("edges");
        outputs.nodes().sinkTo(new NodeSightingSink(database)).uid("nodes");
    }
}
