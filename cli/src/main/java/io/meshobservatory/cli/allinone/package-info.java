/* SPDX-License-Identifier: Apache-2.0 */
/** The commands up and demo: everything in one process tree. */
@NullMarked
package io.meshobservatory.cli.allinone;

import org.jspecify.annotations.NullMarked;
