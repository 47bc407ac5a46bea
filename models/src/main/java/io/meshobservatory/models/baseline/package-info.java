/* SPDX-License-Identifier: Apache-2.0 */
/** What is usual: locations and scales that learn online, robustly, and forget slowly. */
@NullMarked
package io.meshobservatory.models.baseline;

import org.jspecify.annotations.NullMarked;
