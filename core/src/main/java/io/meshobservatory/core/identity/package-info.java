/* SPDX-License-Identifier: Apache-2.0 */
/** Under which other names nodes are known, and how many names are let in. */
@NullMarked
package io.meshobservatory.core.identity;

import org.jspecify.annotations.NullMarked;
