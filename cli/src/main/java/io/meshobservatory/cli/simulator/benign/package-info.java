/* SPDX-License-Identifier: Apache-2.0 */
/** What happens in a mesh without an attacker: faults and changes, and background that is there all the time. */
@NullMarked
package io.meshobservatory.cli.simulator.benign;

import org.jspecify.annotations.NullMarked;
