/* SPDX-License-Identifier: Apache-2.0 */
/** How the core's records cross the network and rest in state: compact, versioned, without Kryo and without Java serialisation. */
@NullMarked
package io.meshobservatory.jobs.serialization;

import org.jspecify.annotations.NullMarked;
