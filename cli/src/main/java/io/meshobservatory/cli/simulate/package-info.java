/* SPDX-License-Identifier: Apache-2.0 */
/** The command {@code simulate}: the telemetry of a simulated mesh as a file. */
@NullMarked
package io.meshobservatory.cli.simulate;

import org.jspecify.annotations.NullMarked;
