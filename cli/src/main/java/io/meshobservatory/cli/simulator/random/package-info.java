/* SPDX-License-Identifier: Apache-2.0 */
/** Chance that is the same for equal seeds on every JDK: the sequence, and the distributions drawn from it. */
@NullMarked
package io.meshobservatory.cli.simulator.random;

import org.jspecify.annotations.NullMarked;
