/* SPDX-License-Identifier: Apache-2.0 */
/** The commands that measure how fast the parts are. */
@NullMarked
package io.meshobservatory.cli.bench;

import org.jspecify.annotations.NullMarked;
