/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import io.meshobservatory.jobs.serialization.RecordTypeInfo;
import io.meshobservatory.models.story.SignalGate;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of the patterns' streams and states. Signals are rare, so that Flink's own serialisation of records will do. */
public final class PatternTypes {
    public static final TypeInformation<Routed> ROUTED = TypeInformation.of(Routed.class);
    public static final TypeInformation<Noticed> NOTICED = TypeInformation.of(Noticed.class);
    public static final TypeInformation<Match> MATCH = TypeInformation.of(Match.class);
    public static final TypeInformation<SignalGate> SIGNAL_GATE =
            new RecordTypeInfo<>(SignalGate.class, SignalGateSerializer.INSTANCE, false);

    private PatternTypes() {}
}
