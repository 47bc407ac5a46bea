/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Recorded OTLP: what the OpenTelemetry Collector's file exporter writes, and its near relatives.
 *
 * <p>The forms that {@link io.meshobservatory.connectors.otlp.file.OtlpFileReader} tells apart by their first bytes:
 *
 * <ul>
 *   <li>framed protobuf: a 4-byte big-endian length, then one {@code Export*ServiceRequest}, repeated; one signal a file;
 *   <li>one protobuf message without a length, as an exporter sends it;
 *   <li>JSON: lines, concatenated or pretty-printed documents, or one array of them; signals may be mixed; traces and
 *       search results as Grafana Tempo answers them are read too;
 *   <li>each of these in gzip, of one or more members.
 * </ul>
 */
@NullMarked
package io.meshobservatory.connectors.otlp.file;

import org.jspecify.annotations.NullMarked;
