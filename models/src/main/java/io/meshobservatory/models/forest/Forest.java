/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Isolation trees, and the score that they give to a standardised row. Immutable.
 *
 * <p>The score is 2^(-E[h]/c): E[h] the mean path length over the trees, c the mean path length of an unsuccessful
 * search in a binary search tree over as many rows as a tree was grown on (Liu 2008, equations 1 and 2). It is in
 * (0, 1]; 0.5 is a row like any other, and the nearer to 1, the easier it is to isolate.
 *
 * <p>Encoding: rows per tree (int), columns (int), number of trees (int), then the trees.
 */
public final class Forest {
    private static final double EULER = 0.5772156649;
    private static final int MAX_TREES = 100_000;

    private final int sampleSize;
    private final int columns;
    private final List<Tree> trees;
    private final FlatTrees flat;
    private final double normaliser;

    Forest(int sampleSize, int columns, List<Tree> trees) {
        this.sampleSize = sampleSize;
        this.columns = columns;
        this.trees = List.copyOf(trees);
        this.flat = new FlatTrees(this.trees);
        this.normaliser = normaliser(sampleSize);
    }

    /** c(n) of Liu 2008, with the harmonic number taken as ln(n - 1) + Euler's constant; n is at least 2. */
    static double normaliser(int n) {
        return 2.0 * ((Math.log(n - 1) + EULER) - (n - 1.0) / n);
    }

    /** How many trees there are. */
    public int size() {
        return trees.size();
    }

    /** How many rows each tree was grown on. */
    public int sampleSize() {
        return sampleSize;
    }

    /** How many nodes all trees have: what the forest's memory is proportional to, 50 bytes each. */
    public int nodes() {
        return trees.stream().mapToInt(Tree::nodes).sum();
    }

    /** The mean path length of a standardised row, all of whose values are finite, in edges. */
    public double meanPath(double[] row) {
        return flat.sumOfPaths(row) / trees.size();
    }

    /** The score of a standardised row, all of whose values are finite. */
    public double score(double[] row) {
        return scoreOfPath(meanPath(row));
    }

    /** The score of a mean path length. */
    double scoreOfPath(double meanPath) {
        return Math.pow(2.0, -meanPath / normaliser);
    }

    /** The path length of a standardised row in one tree. */
    double path(int tree, double[] row) {
        return flat.path(tree, row);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(sampleSize);
        out.writeInt(columns);
        out.writeInt(trees.size());
        for (Tree tree : trees) {
            tree.write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the bytes are no such forest
     */
    static Forest read(DataInput in) throws IOException {
        int sampleSize = in.readInt();
        int columns = in.readInt();
        int count = in.readInt();
        if (sampleSize < 2 || columns < 1 || columns > Short.MAX_VALUE || count < 1 || count > MAX_TREES) {
            throw new IOException("forest of " + count + " trees over " + columns + " columns, " + sampleSize
                    + " rows each (expected: 1 to " + MAX_TREES + ", 1 to " + Short.MAX_VALUE + ", at least 2)");
        }
        Tree[] trees = new Tree[count];
        for (int i = 0; i < count; i++) {
            trees[i] = Tree.read(in, columns);
        }
        return new Forest(sampleSize, columns, List.of(trees));
    }
}
