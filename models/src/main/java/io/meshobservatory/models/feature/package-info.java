/* SPDX-License-Identifier: Apache-2.0 */
/** What the isolation forest sees of a workload in one minute: one schema, versioned, with units. */
@NullMarked
package io.meshobservatory.models.feature;

import org.jspecify.annotations.NullMarked;
