/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Queue;
import smile.anomaly.IsolationTree;

/**
 * Takes a tree of Smile over into flat arrays.
 *
 * <p>Smile's nodes have no accessors and no encoding but Java's own serialisation. They are read by reflection, once
 * for each training, because of what is won: a tree is stored and restored to the bit without growing it again, it is
 * a twentieth of the size (a node of Smile keeps two vectors of all columns, of which one number counts), and a path
 * is one multiplication for each level in place of one for each level and column. The version of Smile is pinned, and
 * {@link SmileForestGrower} compares scores.
 */
final class SmileTreeReader {
    private final Field root;
    private final Field depth;
    private final Field slope;
    private final Field bias;
    private final Field left;
    private final Field right;

    /**
     * A reader.
     *
     * @throws IllegalStateException if Smile's classes are not those of 3.1.1
     */
    SmileTreeReader() {
        try {
            root = field(IsolationTree.class, "root");
            Class<?> node = root.getType();
            depth = field(node, "depth");
            slope = field(node, "slope");
            bias = field(node, "bias");
            left = field(node, "left");
            right = field(node, "right");
        } catch (NoSuchFieldException | RuntimeException unknown) {
            throw new IllegalStateException(
                    "the isolation trees of this Smile cannot be read (expected: 3.1.1)", unknown);
        }
    }

    /** The tree in flat arrays. */
    Tree read(IsolationTree tree) {
        try {
            Tree.Builder builder = new Tree.Builder();
            Queue<Object> nodes = new ArrayDeque<>();
            nodes.add(root.get(tree));
            for (Object node = nodes.poll(); node != null; node = nodes.poll()) {
                add(node, builder, nodes);
            }
            return builder.build();
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("the isolation trees of this Smile cannot be read", impossible);
        }
    }

    /** Adds a node, and puts its children into the queue: breadth first. */
    private void add(Object node, Tree.Builder builder, Queue<Object> nodes) throws IllegalAccessException {
        Object leftChild = left.get(node);
        Object rightChild = right.get(node);
        if (leftChild == null || rightChild == null) {
            builder.leaf(depth.getDouble(node));
            return;
        }
        double[] direction = (double[]) slope.get(node);
        int column = onlyNonZero(direction);
        builder.inner(column, direction[column], bias.getDouble(node));
        nodes.add(leftChild);
        nodes.add(rightChild);
    }

    /** With extension level 0 all components but one are zero; which is left when the draw itself was zero, is all one. */
    private static int onlyNonZero(double[] direction) {
        int found = 0;
        for (int i = 0; i < direction.length; i++) {
            if (direction[i] != 0) {
                found = i;
            }
        }
        return found;
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
