/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import static io.meshobservatory.jobs.detection.TestSignals.START;
import static io.meshobservatory.jobs.detection.TestSignals.service;
import static io.meshobservatory.jobs.detection.TestSignals.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.score.ModelRow;
import io.meshobservatory.jobs.detection.control.Controls;
import io.meshobservatory.jobs.detection.forest.ForestTypes;
import io.meshobservatory.jobs.detection.patterns.Match;
import io.meshobservatory.jobs.detection.patterns.Noticed;
import io.meshobservatory.jobs.detection.patterns.PatternTypes;
import io.meshobservatory.jobs.detection.patterns.Routed;
import io.meshobservatory.jobs.detection.profile.ProfileTypes;
import io.meshobservatory.jobs.detection.profile.SeenNode;
import io.meshobservatory.jobs.detection.rows.RowTypes;
import io.meshobservatory.jobs.detection.rows.StampedRow;
import io.meshobservatory.jobs.detection.stories.StoryTypes;
import io.meshobservatory.models.feature.FeatureSchema;
import io.meshobservatory.models.feature.FeatureVector;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import io.meshobservatory.models.story.Control;
import io.meshobservatory.models.story.PatternMatch;
import io.meshobservatory.models.story.Scope;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records cross the network and rest in state without Kryo, and come back as they were. */
class DetectionTypesTest {
    static Stream<Arguments> values() {
        Signal whole = signal(SignalKind.UPLOAD, 3, service("c", "a"), service("c", "b"), 0.9, "GET /x");
        Signal half = signal(SignalKind.UNUSUAL_WINDOW, 3, service("c", "a"), null, 0.9);
        PatternMatch match = new PatternMatch(AlertKind.EXFILTRATION, "read-upload", List.of(half, whole), 2);
        double[] figures = new double[FeatureSchema.size()];
        Arrays.fill(figures, Double.NaN);
        figures[0] = 0.5;
        return Stream.of(
                Arguments.of(ProfileTypes.SIGNAL, whole),
                Arguments.of(ProfileTypes.SIGNAL, half),
                Arguments.of(PatternTypes.ROUTED, new Routed("c", half)),
                Arguments.of(PatternTypes.NOTICED, new Noticed("c", half, 3, 4)),
                Arguments.of(PatternTypes.MATCH, new Match("c", match)),
                Arguments.of(
                        Controls.CONTROL,
                        new Control(
                                "i",
                                Control.Type.SUPPRESSION,
                                new Scope(null, "a", null, "b"),
                                0.5,
                                "why",
                                START,
                                START + 1)),
                Arguments.of(
                        ProfileTypes.FEATURE_VECTOR,
                        new FeatureVector(
                                FeatureSchema.VERSION, service("c", "a"), START, figures, figures, figures, 7, true)),
                Arguments.of(
                        ForestTypes.MODEL,
                        new ModelRow("c", 3, FeatureSchema.VERSION, START, 9, "{}", new byte[] {1, 2})),
                Arguments.of(ProfileTypes.SEEN_NODE, SeenNode.calling(service("c", "a"), START)),
                Arguments.of(
                        ProfileTypes.SEEN_NODE,
                        SeenNode.called(new StampedRow(
                                new SmallMesh(1).quiet(3, 0, 1).rows().get(0).row(), START + 5))),
                Arguments.of(
                        RowTypes.STAMPED_ROW,
                        new StampedRow(
                                new SmallMesh(1).quiet(3, 0, 1).rows().get(0).row(), START + 5)));
    }

    @ParameterizedTest
    @MethodSource("values")
    @DisplayName("A value comes back as it was")
    <T> void comesBackAsItWas(TypeInformation<T> type, T value) throws IOException {
        TypeSerializer<T> serializer = type.createSerializer(withoutKryo());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);

        assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(value);
    }

    static Stream<TypeInformation<?>> types() {
        return Stream.of(
                StoryTypes.ALERT,
                StoryTypes.HEARD,
                StoryTypes.WAITING,
                ForestTypes.SCORE,
                ForestTypes.SCORE_MINUTE,
                ForestTypes.NODE_SCORE,
                ForestTypes.SCORE_HISTORY,
                ForestTypes.MODEL_KEY,
                RowTypes.ROW_DROP);
    }

    @ParameterizedTest
    @MethodSource("types")
    @DisplayName("A type has a serializer of its own")
    void hasASerializer(TypeInformation<?> type) {
        assertThat(type.createSerializer(withoutKryo())).isNotNull();
    }

    private static SerializerConfigImpl withoutKryo() {
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        return config;
    }
}
