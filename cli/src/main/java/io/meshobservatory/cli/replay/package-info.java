/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Sends OTLP as an exporter would: {@link io.meshobservatory.cli.replay.OtlpSender} one request,
 * {@link io.meshobservatory.cli.replay.OtlpDispatcher} many at a time, and the command {@code replay} a recording, at its
 * own pace or faster.
 */
@NullMarked
package io.meshobservatory.cli.replay;

import org.jspecify.annotations.NullMarked;
