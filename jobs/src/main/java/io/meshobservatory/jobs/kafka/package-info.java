/* SPDX-License-Identifier: Apache-2.0 */
/** What the jobs write to Kafka. */
@NullMarked
package io.meshobservatory.jobs.kafka;

import org.jspecify.annotations.NullMarked;
