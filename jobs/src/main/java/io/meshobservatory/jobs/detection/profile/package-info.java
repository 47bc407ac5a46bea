/* SPDX-License-Identifier: Apache-2.0 */
/** Destinations and nodes as they usually are, as keyed state. */
@NullMarked
package io.meshobservatory.jobs.detection.profile;

import org.jspecify.annotations.NullMarked;
