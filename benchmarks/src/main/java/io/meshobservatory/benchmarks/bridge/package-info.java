/* SPDX-License-Identifier: Apache-2.0 */
/** The bridge, from requests in memory to acknowledged records in Kafka, beside a bare Kafka producer. */
@NullMarked
package io.meshobservatory.benchmarks.bridge;

import org.jspecify.annotations.NullMarked;
