/* SPDX-License-Identifier: Apache-2.0 */
/** The OTLP-to-Kafka bridge: how to configure, start and stop it. */
@NullMarked
package io.meshobservatory.bridge;

import org.jspecify.annotations.NullMarked;
