/* SPDX-License-Identifier: Apache-2.0 */
/** One export request from its first byte to its answer, the same for gRPC and HTTP. */
@NullMarked
package io.meshobservatory.bridge.export;

import org.jspecify.annotations.NullMarked;
