/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows to train on. */
public final class TestRows {
    private TestRows() {}

    /** Columns f0, f1, ..., left as they are. */
    public static InputSchema schema(int columns) {
        List<InputColumn> all = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            all.add(new InputColumn("f" + i, Transform.IDENTITY));
        }
        return new InputSchema(7, all);
    }

    /** Independent, normally distributed: column i with mean i and standard deviation 10^i. */
    public static double[][] normal(int rows, int columns, long seed) {
        Random random = new Random(seed);
        double[][] result = new double[rows][columns];
        for (double[] row : result) {
            for (int i = 0; i < columns; i++) {
                row[i] = i + Math.pow(10, i) * random.nextGaussian();
            }
        }
        return result;
    }
}
