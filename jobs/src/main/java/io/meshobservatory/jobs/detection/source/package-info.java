/* SPDX-License-Identifier: Apache-2.0 */
/** The topics of the mesh as inputs of the detection job. */
@NullMarked
package io.meshobservatory.jobs.detection.source;

import org.jspecify.annotations.NullMarked;
