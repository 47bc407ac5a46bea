/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import io.meshobservatory.connectors.otlp.logs.LineId;
import io.meshobservatory.connectors.otlp.logs.LogLine;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.jobs.serialization.RecordTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of streams of log lines; all are written by hand. */
public final class LogTypes {
    public static final TypeInformation<UnparsedLine> UNPARSED_LINE =
            new RecordTypeInfo<>(UnparsedLine.class, UnparsedLineSerializer.INSTANCE, false);
    static final TypeInformation<LogLine> LOG_LINE =
            new RecordTypeInfo<>(LogLine.class, LogLineSerializer.INSTANCE, false);
    static final TypeInformation<LineId> LINE_ID = new RecordTypeInfo<>(LineId.class, LineIdSerializer.INSTANCE, true);

    private LogTypes() {}
}
