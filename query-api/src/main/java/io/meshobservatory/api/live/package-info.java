/* SPDX-License-Identifier: Apache-2.0 */
/** The live graph: one subscription to the changes, handed on to any number of event streams. */
@NullMarked
package io.meshobservatory.api.live;

import org.jspecify.annotations.NullMarked;
