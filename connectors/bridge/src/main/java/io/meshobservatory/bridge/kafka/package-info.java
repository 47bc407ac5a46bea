/* SPDX-License-Identifier: Apache-2.0 */
/** What leaves: records, acknowledged by Kafka. */
@NullMarked
package io.meshobservatory.bridge.kafka;

import org.jspecify.annotations.NullMarked;
