/* SPDX-License-Identifier: Apache-2.0 */
/** The detection job over what is already there: recordings and simulations. */
@NullMarked
package io.meshobservatory.cli.detect;

import org.jspecify.annotations.NullMarked;
