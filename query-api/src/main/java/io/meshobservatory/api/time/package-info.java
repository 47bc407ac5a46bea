/* SPDX-License-Identifier: Apache-2.0 */
/** Ranges of time, as they are asked for and as they are answered. */
@NullMarked
package io.meshobservatory.api.time;

import org.jspecify.annotations.NullMarked;
