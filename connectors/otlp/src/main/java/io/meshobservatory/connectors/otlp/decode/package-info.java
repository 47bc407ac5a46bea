/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From OTLP bytes to core records. {@link io.meshobservatory.connectors.otlp.decode.SpanDecoder} reads only what the
 * service graph needs, and accepts and refuses exactly what protobuf-java does;
 * {@link io.meshobservatory.connectors.otlp.decode.SpanNormalizer} gives the attributes of every dialect one meaning.
 */
@NullMarked
package io.meshobservatory.connectors.otlp.decode;

import org.jspecify.annotations.NullMarked;
