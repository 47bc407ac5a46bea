/* SPDX-License-Identifier: Apache-2.0 */
/** The access logs of a simulated mesh as OTLP logs. */
@NullMarked
package io.meshobservatory.cli.simulator.logs;

import org.jspecify.annotations.NullMarked;
