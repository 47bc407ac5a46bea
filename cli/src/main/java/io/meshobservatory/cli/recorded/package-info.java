/* SPDX-License-Identifier: Apache-2.0 */
/** Recorded OTLP given to a command, and the service-graph job run over it. */
@NullMarked
package io.meshobservatory.cli.recorded;

import org.jspecify.annotations.NullMarked;
