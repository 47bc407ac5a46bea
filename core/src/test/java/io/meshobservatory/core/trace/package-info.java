/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.meshobservatory.core.trace;

import org.jspecify.annotations.NullMarked;
