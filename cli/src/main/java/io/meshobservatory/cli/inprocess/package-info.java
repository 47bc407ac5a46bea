/* SPDX-License-Identifier: Apache-2.0 */
/** Jobs that run in the program's own process: what goes into them and comes out of them stays in memory. */
@NullMarked
package io.meshobservatory.cli.inprocess;

import org.jspecify.annotations.NullMarked;
