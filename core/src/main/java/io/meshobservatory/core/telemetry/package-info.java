/* SPDX-License-Identifier: Apache-2.0 */
/** What a proxy or an application told us, as plain records: the part of OTLP that the analysis needs. */
@NullMarked
package io.meshobservatory.core.telemetry;

import org.jspecify.annotations.NullMarked;
