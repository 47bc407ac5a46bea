/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.jobs.serialization.RecordTypeInfo;
import io.meshobservatory.models.feature.FeatureVector;
import io.meshobservatory.models.profile.NodeProfile;
import io.meshobservatory.models.profile.PrevalenceBook;
import io.meshobservatory.models.signal.Signal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** The types of the profiles' streams and states. */
public final class ProfileTypes {
    public static final TypeInformation<Sighting> SIGHTING =
            new RecordTypeInfo<>(Sighting.class, SightingSerializer.INSTANCE, false);
    public static final TypeInformation<SeenNode> SEEN_NODE =
            new RecordTypeInfo<>(SeenNode.class, SeenNodeSerializer.INSTANCE, false);
    public static final TypeInformation<NodeProfile> NODE_PROFILE =
            new RecordTypeInfo<>(NodeProfile.class, NodeProfileSerializer.INSTANCE, false);
    public static final TypeInformation<PrevalenceBook> PREVALENCE_BOOK =
            new RecordTypeInfo<>(PrevalenceBook.class, PrevalenceBookSerializer.INSTANCE, false);
    public static final TypeInformation<FeatureVector> FEATURE_VECTOR =
            new RecordTypeInfo<>(FeatureVector.class, FeatureVectorSerializer.INSTANCE, false);
    public static final TypeInformation<Signal> SIGNAL = TypeInformation.of(Signal.class);

    /** What the forest looks at. */
    public static final OutputTag<FeatureVector> FEATURES = new OutputTag<>("features", FEATURE_VECTOR);

    private ProfileTypes() {}
}
