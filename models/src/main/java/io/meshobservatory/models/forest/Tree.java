/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * One isolation tree in flat arrays, breadth first: the two children of a node stand side by side, and those of the k-th
 * inner node (from 0) at 2k + 1 and 2k + 2. So the order says where they are.
 *
 * <p>At an inner node a row goes left if value[feature] * slope &lt; bias, else right: in exactly this arithmetic, since
 * it is Smile's, so that the path is Smile's to the last bit. At a leaf the bias is the path length.
 *
 * <p>Encoding: number of nodes (int); then each node: feature (short, -1 for a leaf), for inner nodes the slope (double),
 * then the bias (double).
 *
 * @param feature column that is cut, or {@link #LEAF}
 * @param slope of inner nodes; 0 for leaves
 * @param bias of inner nodes; the path length of leaves
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Tree(short[] feature, double[] slope, double[] bias) {
    static final short LEAF = -1;

    private static final int MAX_NODES = 1 << 20;

    int nodes() {
        return feature.length;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(feature.length);
        for (int i = 0; i < feature.length; i++) {
            out.writeShort(feature[i]);
            if (feature[i] != LEAF) {
                out.writeDouble(slope[i]);
            }
            out.writeDouble(bias[i]);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param columns how many columns the rows have
     * @throws IOException if the bytes are no such tree
     */
    static Tree read(DataInput in, int columns) throws IOException {
        int nodes = in.readInt();
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new IOException("tree of " + nodes + " nodes (expected: 1 to " + MAX_NODES + ")");
        }
        Builder builder = new Builder();
        int inner = 0;
        for (int i = 0; i < nodes; i++) {
            short column = in.readShort();
            if (column < LEAF || column >= columns) {
                throw new IOException("tree splits column " + column + " (expected: -1 to " + (columns - 1) + ")");
            }
            if (i > 2 * inner) {
                throw new IOException("tree of " + nodes + " nodes ends after " + i + " (expected: a parent for each)");
            }
            if (column == LEAF) {
                builder.leaf(in.readDouble());
            } else {
                double theSlope = in.readDouble();
                builder.inner(column, theSlope, in.readDouble());
                inner++;
            }
        }
        if (nodes != 2 * inner + 1) {
            throw new IOException("tree of " + nodes + " nodes, " + inner + " of them inner (expected: two children for"
                    + " each inner one)");
        }
        return builder.build();
    }

    /** Takes the nodes, breadth first. */
    static final class Builder {
        private short[] feature = new short[256];
        private double[] slope = new double[256];
        private double[] bias = new double[256];
        private int size;

        void inner(int column, double theSlope, double theBias) {
            add((short) column, theSlope, theBias);
        }

        void leaf(double pathLength) {
            add(LEAF, 0, pathLength);
        }

        Tree build() {
            return new Tree(Arrays.copyOf(feature, size), Arrays.copyOf(slope, size), Arrays.copyOf(bias, size));
        }

        private void add(short column, double theSlope, double theBias) {
            if (size == feature.length) {
                feature = Arrays.copyOf(feature, 2 * size);
                slope = Arrays.copyOf(slope, 2 * size);
                bias = Arrays.copyOf(bias, 2 * size);
            }
            feature[size] = column;
            slope[size] = theSlope;
            bias[size] = theBias;
            size++;
        }
    }
}
