/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Traces on their way from requests to calls. Between the decoder and the moment at which a trace is looked at, its spans are
 * packed bytes: they cross the network, wait in memory and go into checkpoints as they are, without an object for each.
 */
@NullMarked
package io.meshobservatory.jobs.traces;

import org.jspecify.annotations.NullMarked;
