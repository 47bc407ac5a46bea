/* SPDX-License-Identifier: Apache-2.0 */
/** Why a row scores as it does: what each feature adds, with what was seen and what was expected. */
@NullMarked
package io.meshobservatory.models.explain;

import org.jspecify.annotations.NullMarked;
