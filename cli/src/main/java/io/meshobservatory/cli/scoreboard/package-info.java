/* SPDX-License-Identifier: Apache-2.0 */
/** How well detection does on simulated attacks, faults and quiet weeks. */
@NullMarked
package io.meshobservatory.cli.scoreboard;

import org.jspecify.annotations.NullMarked;
