/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Isolation forest: how easily random cuts separate a row from the rows that the forest was trained on (Liu, Ting,
 * Zhou: Isolation Forest, ICDM 2008).
 *
 * <p>A {@link io.meshobservatory.models.forest.ForestTrainer} turns rows into a
 * {@link io.meshobservatory.models.forest.ForestModel}: it learns the
 * {@link io.meshobservatory.models.forest.Scaling} of the columns, draws the samples of the trees, has the trees grown
 * by Smile, takes them over into flat arrays ({@link io.meshobservatory.models.forest.Forest}) and calibrates the
 * scores. From then on Smile is not needed: scoring, storing and restoring work on the arrays, to the bit.
 *
 * <p>Smile (GPL-3.0) is used by classes whose names begin with Smile, behind
 * {@link io.meshobservatory.models.forest.ForestGrower}, and nowhere else.
 */
@NullMarked
package io.meshobservatory.models.forest;

import org.jspecify.annotations.NullMarked;
