/* SPDX-License-Identifier: Apache-2.0 */
/** What the bridge tells Prometheus about itself. */
@NullMarked
package io.meshobservatory.bridge.metrics;

import org.jspecify.annotations.NullMarked;
