/* SPDX-License-Identifier: Apache-2.0 */
/** What is not counted, and why. */
@NullMarked
package io.meshobservatory.jobs.drops;

import org.jspecify.annotations.NullMarked;
