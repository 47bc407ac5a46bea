/* SPDX-License-Identifier: Apache-2.0 */
/** How the service-graph job behaves, apart from what it does. */
@NullMarked
package io.meshobservatory.jobs.config;

import org.jspecify.annotations.NullMarked;
