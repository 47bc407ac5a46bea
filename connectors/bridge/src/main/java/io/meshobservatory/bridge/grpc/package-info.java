/* SPDX-License-Identifier: Apache-2.0 */
/** OTLP/gRPC: unary calls whose message stays as the bytes that arrived. */
@NullMarked
package io.meshobservatory.bridge.grpc;

import org.jspecify.annotations.NullMarked;
