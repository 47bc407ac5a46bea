/* SPDX-License-Identifier: Apache-2.0 */
/** The detection job: from edges and facts to alerts. {@link io.meshobservatory.jobs.detection.DetectionTopology} is the job in one paragraph. */
@NullMarked
package io.meshobservatory.jobs.detection;

import org.jspecify.annotations.NullMarked;
