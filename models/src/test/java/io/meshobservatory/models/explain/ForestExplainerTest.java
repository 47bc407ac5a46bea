/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.meshobservatory.models.forest.ForestModel;
import io.meshobservatory.models.forest.ForestSettings;
import io.meshobservatory.models.forest.ForestTrainer;
import io.meshobservatory.models.forest.InputColumn;
import io.meshobservatory.models.forest.InputSchema;
import io.meshobservatory.models.forest.Transform;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForestExplainerTest {
    private static final List<String> NAMES =
            List.of("bytes_out", "calls", "error_share", "destinations", "denied_share", "path_entropy");
    private static final ForestModel MODEL = model();
    private final ForestExplainer explainer = new ForestExplainer();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    @DisplayName("the one feature that is odd has nearly the whole share, with what was seen and expected")
    void oneFeature(int odd) {
        double[] row = usual();
        row[odd] = row[odd] * 40 + 1;
        List<Contribution> contributions = explainer.explain(MODEL, row);
        Contribution first = contributions.get(0);
        assertThat(first.feature()).isEqualTo(NAMES.get(odd));
        assertThat(first.share()).isGreaterThan(0.6);
        assertThat(first.observed()).isEqualTo(row[odd]);
        assertThat(first.expected())
                .isCloseTo(MODEL.summary().columns().get(odd).median(), withinPercentage(0.001));
        assertThat(contributions.stream().mapToDouble(Contribution::share).sum())
                .isCloseTo(1, within(1e-12));
        assertThat(contributions).isSortedAccordingTo((a, b) -> Double.compare(b.share(), a.share()));
    }

    @Test
    @DisplayName("two odd features share the blame, though either would suffice")
    void twoFeatures() {
        double[] row = usual();
        row[1] *= 1000;
        row[3] *= 1000;
        List<Contribution> contributions = explainer.explain(MODEL, row);
        assertThat(contributions.subList(0, 2))
                .extracting(Contribution::feature)
                .containsOnly("calls", "destinations");
        assertThat(contributions.get(1).share()).isGreaterThan(0.2);
    }

    @Test
    @DisplayName("compared with what its entity is used to, not with the mesh")
    void ownExpectation() {
        double[] row = usual();
        row[0] *= 1000;
        row[3] *= 1000;
        double[] expected = usual();
        expected[0] = row[0];
        expected[4] = Double.NaN;
        List<Contribution> contributions = explainer.explain(MODEL, row, expected);
        assertThat(contributions.get(0).feature()).isEqualTo("destinations");
        assertThat(contributions)
                .noneMatch(contribution -> contribution.feature().equals("bytes_out"));
    }

    @Test
    @DisplayName("what is missing, or as expected, adds nothing")
    void nothing() {
        double[] row = usual();
        row[2] = Double.NaN;
        assertThat(explainer.explain(MODEL, row))
                .noneMatch(contribution -> contribution.feature().equals("error_share"));
        assertThat(explainer.explain(MODEL, row, row)).isEmpty();
    }

    private static double[] usual() {
        double[] row = new double[NAMES.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = MODEL.scaling().columns().get(i).expected();
        }
        return row;
    }

    private static ForestModel model() {
        Random random = new Random(5);
        double[][] rows = new double[4000][NAMES.size()];
        for (double[] row : rows) {
            row[0] = Math.exp(12 + random.nextGaussian());
            row[1] = Math.exp(4 + 0.5 * random.nextGaussian());
            row[2] = 0.02 * random.nextDouble();
            row[3] = 1 + random.nextInt(5);
            row[4] = random.nextInt(50) == 0 ? 0.01 * random.nextDouble() : 0;
            row[5] = 1 + 0.2 * random.nextGaussian();
        }
        List<InputColumn> columns = List.of(
                new InputColumn(NAMES.get(0), Transform.LOG1P),
                new InputColumn(NAMES.get(1), Transform.LOG1P),
                new InputColumn(NAMES.get(2), Transform.IDENTITY),
                new InputColumn(NAMES.get(3), Transform.IDENTITY),
                new InputColumn(NAMES.get(4), Transform.IDENTITY),
                new InputColumn(NAMES.get(5), Transform.IDENTITY));
        return new ForestTrainer().train(1, new InputSchema(1, columns), rows, ForestSettings.ofSeed(1), 0);
    }
}
