/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.meshobservatory.core.alert;

import org.jspecify.annotations.NullMarked;
