/* SPDX-License-Identifier: Apache-2.0 */
/** Meshes of any size, made by a seed. */
@NullMarked
package io.meshobservatory.cli.simulator.generate;

import org.jspecify.annotations.NullMarked;
