/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The self-check: meshes of every dialect are made up from a seed, together with the truth of who called whom; what the
 * job finds must equal what a slow and obvious oracle says of the spans that were not lost.
 */
@NullMarked
package io.meshobservatory.jobs.selfcheck;

import org.jspecify.annotations.NullMarked;
