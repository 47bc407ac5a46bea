/* SPDX-License-Identifier: Apache-2.0 */
/** The service-graph job: from OTLP spans to edges in windows. {@link io.meshobservatory.jobs.servicegraph.ServiceGraphTopology} is the job in one paragraph. */
@NullMarked
package io.meshobservatory.jobs.servicegraph;

import org.jspecify.annotations.NullMarked;
