/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What attacks and faults have in common: how they are asked for, what of a mesh they can use, and what comes of them:
 * alterations, streams and a label.
 */
@NullMarked
package io.meshobservatory.cli.simulator.incident;

import org.jspecify.annotations.NullMarked;
