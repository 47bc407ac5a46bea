/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.jobs.source.OtlpRecord;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the job reads: OTLP requests of each signal, with event time.
 *
 * @param spans {@code ExportTraceServiceRequest}s
 * @param metrics {@code ExportMetricsServiceRequest}s; those of one resource in order
 * @param logs {@code ExportLogsServiceRequest}s
 */
public record ServiceGraphInputs(
        DataStream<OtlpRecord> spans, DataStream<OtlpRecord> metrics, DataStream<OtlpRecord> logs) {
    /** Takes a stream of all signals apart, by topic. */
    public static ServiceGraphInputs of(DataStream<OtlpRecord> mixed) {
        return new ServiceGraphInputs(
                only(mixed, OtlpSignal.SPANS), only(mixed, OtlpSignal.METRICS), only(mixed, OtlpSignal.LOGS));
    }

    private static DataStream<OtlpRecord> only(DataStream<OtlpRecord> mixed, OtlpSignal signal) {
        return mixed.filter(new OfTopic(signal.topic())).uid("only-" + signal.topic());
    }

    private record OfTopic(String topic) implements FilterFunction<OtlpRecord> {
        @Override
        public boolean filter(OtlpRecord otlp) {
            return otlp.topic().equals(topic);
        }
    }
}
