/* SPDX-License-Identifier: Apache-2.0 */
/** Attacks on a simulated mesh, each at three strengths; what the strengths mean is tabulated in docs/simulator.md. */
@NullMarked
package io.meshobservatory.cli.simulator.attack;

import org.jspecify.annotations.NullMarked;
