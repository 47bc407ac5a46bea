/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.models.calibration.DecayingScores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ForestModelFormatTest {
    private static final ForestModel MODEL = model();

    @Test
    @DisplayName("a restored model is the same to the bit: bytes, scores, calibration, summary")
    void restores() throws IOException {
        byte[] bytes = MODEL.toBytes();
        ForestModel restored = ForestModel.ofBytes(bytes);
        assertThat(restored.toBytes()).isEqualTo(bytes);
        assertThat(restored.version()).isEqualTo(MODEL.version());
        assertThat(restored.schema()).isEqualTo(MODEL.schema());
        assertThat(restored.scaling()).isEqualTo(MODEL.scaling());
        assertThat(restored.summary()).isEqualTo(MODEL.summary());
        for (double[] row : TestRows.normal(2000, 3, 99)) {
            assertThat(restored.score(row)).isEqualTo(MODEL.score(row));
        }
    }

    @Test
    @DisplayName("scores go on in a restored model as in the one that was never stored")
    void goesOn() throws IOException {
        DecayingScores here = MODEL.newScores();
        DecayingScores there = ForestModel.ofBytes(MODEL.toBytes()).newScores();
        Random random = new Random(5);
        for (int i = 0; i < 5000; i++) {
            double score = 0.4 + 0.1 * random.nextDouble();
            here.add(score, 1_000_000L * i);
            there.add(score, 1_000_000L * i);
        }
        assertThat(there.calibrate().pValue(0.47)).isEqualTo(here.calibrate().pValue(0.47));
        assertThat(MODEL.newScores().size()).isEqualTo(600);
    }

    @Test
    @DisplayName("no damaged byte goes unnoticed")
    void damaged() {
        byte[] bytes = MODEL.toBytes();
        Random random = new Random(6);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> ForestModel.ofBytes(damaged)).isInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("a model that is cut off, and one of a newer format, are refused with a reason")
    void refused() {
        byte[] bytes = MODEL.toBytes();
        for (int length : new int[] {0, 3, 4, 5, 12, bytes.length / 2, bytes.length - 1}) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ForestModel.ofBytes(cut)).isInstanceOf(IOException.class);
        }
        byte[] newer = bytes.clone();
        newer[4] = 2;
        assertThatThrownBy(() -> ForestModel.ofBytes(newer))
                .isInstanceOf(IOException.class)
                .hasMessage("forest model begins with 4d4f4946, format 2 (expected: 4d4f4946, format 1)");
    }

    @Test
    @DisplayName("a forest's bytes are those of its description")
    void goldenBytes() throws IOException {
        Tree.Builder tree = new Tree.Builder();
        tree.inner(1, -2, 3);
        tree.leaf(1);
        tree.leaf(2.5);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Forest(256, 2, List.of(tree.build())).write(new DataOutputStream(bytes));
        String golden = "00000100" // 256 rows per tree
                + "00000002" // 2 columns
                + "00000001" // 1 tree
                + "00000003" // of 3 nodes
                + "0001" + "c000000000000000" + "4008000000000000" // left if value[1] * -2 < 3
                + "ffff" + "3ff0000000000000" // leaf, path length 1
                + "ffff" + "4004000000000000"; // leaf, path length 2.5
        assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo(golden);
        Forest read = Forest.read(
                new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(golden))));
        assertThat(read.meanPath(new double[] {9, -1})).isEqualTo(1);
        assertThat(read.meanPath(new double[] {9, -1.5})).isEqualTo(2.5);
        assertThat(read.meanPath(new double[] {9, -2})).isEqualTo(2.5);
    }

    @Test
    @DisplayName("trees that point nowhere are refused, though their checksum is right")
    void impossibleTrees() {
        assertThatThrownBy(() -> read(ByteBuffer.allocate(4).putInt(0))).hasMessageContaining("tree of 0 nodes");
        assertThatThrownBy(() -> read(ByteBuffer.allocate(14).putInt(3).putShort((short) 5)))
                .hasMessageContaining("splits column 5");
        ByteBuffer childless = ByteBuffer.allocate(22).putInt(1).putShort((short) 0);
        assertThatThrownBy(() -> read(childless)).hasMessageContaining("tree of 1 nodes, 1 of them inner");
        ByteBuffer orphans = ByteBuffer.allocate(24).putInt(3).putShort((short) -1);
        assertThatThrownBy(() -> read(orphans)).hasMessageContaining("tree of 3 nodes ends after 1");
    }

    private static Tree read(ByteBuffer bytes) throws IOException {
        return Tree.read(new DataInputStream(new ByteArrayInputStream(bytes.array())), 2);
    }

    private static ForestModel model() {
        double[][] rows = TestRows.normal(600, 3, 8);
        rows[5][1] = Double.NaN;
        ForestSettings settings = new ForestSettings(20, 64, 5, ForestSettings.SCORE_HALF_LIFE_MILLIS);
        InputSchema schema = new InputSchema(
                3,
                List.of(
                        new InputColumn("calls_per_second", Transform.LOG1P),
                        new InputColumn("error_share", Transform.IDENTITY),
                        new InputColumn("bytes_out", Transform.MEASURED)));
        return new ForestTrainer().train(17, schema, rows, settings, 1_700_000_000_000L);
    }
}
