/* SPDX-License-Identifier: Apache-2.0 */
/** OTLP/HTTP, and the health and metrics endpoints. */
@NullMarked
package io.meshobservatory.bridge.http;

import org.jspecify.annotations.NullMarked;
