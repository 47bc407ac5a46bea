/* SPDX-License-Identifier: Apache-2.0 */
/** Minutes of event time: what belongs to one is taken together when it has settled, in whatever order it came. */
@NullMarked
package io.meshobservatory.jobs.detection.minutes;

import org.jspecify.annotations.NullMarked;
