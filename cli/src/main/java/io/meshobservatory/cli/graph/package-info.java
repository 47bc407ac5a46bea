/* SPDX-License-Identifier: Apache-2.0 */
/** The command {@code graph}: the service graph of recorded OTLP, through the real job. */
@NullMarked
package io.meshobservatory.cli.graph;

import org.jspecify.annotations.NullMarked;
