/* SPDX-License-Identifier: Apache-2.0 */
/** Rows to train on: a bounded sample that prefers recent ones. */
@NullMarked
package io.meshobservatory.models.reservoir;

import org.jspecify.annotations.NullMarked;
