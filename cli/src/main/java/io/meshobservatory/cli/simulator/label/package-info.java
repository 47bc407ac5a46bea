/* SPDX-License-Identifier: Apache-2.0 */
/** What happened in a simulation beside normal traffic: the truth that detection is scored against. */
@NullMarked
package io.meshobservatory.cli.simulator.label;

import org.jspecify.annotations.NullMarked;
