/* SPDX-License-Identifier: Apache-2.0 */
/** Chance from seeds: the same seed gives the same numbers, now and after a restart. */
@NullMarked
package io.meshobservatory.models.random;

import org.jspecify.annotations.NullMarked;
