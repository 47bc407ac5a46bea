/* SPDX-License-Identifier: Apache-2.0 */
/**
 * OTLP/JSON to OTLP protobuf, strict in what it writes and tolerant in what it reads: conformant OTLP/JSON, the plain
 * protobuf JSON that some exporters write (base64 ids, enum names), and Tempo's traces ({@code batches}). Tempo's search
 * results, which are no OTLP, are read by {@link io.meshobservatory.connectors.otlp.json.TempoSearch}, out of files only.
 */
@NullMarked
package io.meshobservatory.connectors.otlp.json;

import org.jspecify.annotations.NullMarked;
