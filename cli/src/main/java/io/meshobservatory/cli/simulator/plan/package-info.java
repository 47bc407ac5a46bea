/* SPDX-License-Identifier: Apache-2.0 */
/** What is to happen in a simulation: a mesh, attacks, faults and background, put together with their labels. */
@NullMarked
package io.meshobservatory.cli.simulator.plan;

import org.jspecify.annotations.NullMarked;
