/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.meshobservatory.core.metric;

import org.jspecify.annotations.NullMarked;
