/* SPDX-License-Identifier: Apache-2.0 */
/** What can become of a request, and by which way it came: the words that answers and metrics share. */
@NullMarked
package io.meshobservatory.bridge.result;

import org.jspecify.annotations.NullMarked;
