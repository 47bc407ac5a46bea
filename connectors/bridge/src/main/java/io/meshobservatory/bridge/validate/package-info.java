/* SPDX-License-Identifier: Apache-2.0 */
/** What arrived: is it OTLP, how much of it is there, which spans cannot be used, and where it may be cut. */
@NullMarked
package io.meshobservatory.bridge.validate;

import org.jspecify.annotations.NullMarked;
