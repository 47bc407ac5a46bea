/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.call.Call;
import java.util.List;

/**
 * The calls of one trace that were published. Immutable.
 *
 * @param calls in no particular order
 */
public record PublishedCalls(List<Call> calls) {}
