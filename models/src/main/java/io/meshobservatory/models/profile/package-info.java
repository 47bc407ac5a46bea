/* SPDX-License-Identifier: Apache-2.0 */
/** One node of the graph as it usually is: what it notices in a minute that is unlike that. */
@NullMarked
package io.meshobservatory.models.profile;

import org.jspecify.annotations.NullMarked;
