/* SPDX-License-Identifier: Apache-2.0 */
/** Facts about nodes, minute by minute. */
@NullMarked
package io.meshobservatory.jobs.facts;

import org.jspecify.annotations.NullMarked;
