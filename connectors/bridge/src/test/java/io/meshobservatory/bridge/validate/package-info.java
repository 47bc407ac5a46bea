/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.meshobservatory.bridge.validate;

import org.jspecify.annotations.NullMarked;
